import { expect, test } from 'vitest'
import { aadstsTable } from '#core/codes/aadsts.ts'
import { parseRule } from '#core/entra/dynamic-rule.ts'
import { parseFilter } from '#core/entra/odata-filter.ts'
import { testOf } from '#core/entra/odata-match.ts'
import { mayChangeSensitive, mayResetPassword, roleDefinitions } from '#core/entra/roles.ts'
import { skus } from '#core/entra/skus.ts'
import { countWrongPassword, isLocked } from '#core/entra/smart-lockout.ts'

const nobody = { roles: [], inRoleAssignableGroup: false }

test.each([
  ['Password Administrator', 'Helpdesk Administrator', false],
  ['Password Administrator', 'Password Administrator', true],
  ['Helpdesk Administrator', 'Helpdesk Administrator', true],
  ['Helpdesk Administrator', 'Reports Reader', true],
  ['Password Administrator', 'Reports Reader', false],
  ['Authentication Administrator', 'Helpdesk Administrator', false],
  ['User Administrator', 'Authentication Administrator', false],
  ['User Administrator', 'Groups Administrator', true],
  ['Privileged Authentication Administrator', 'Global Administrator', true],
  ['User Administrator', 'Global Administrator', false],
  ['Global Administrator', 'Privileged Role Administrator', true],
  ['License Administrator', undefined, false],
  ['Helpdesk Administrator', undefined, true],
])('%s resets the password of %s: %s', (actor, target, allowed) => {
  expect(
    mayResetPassword([actor], { roles: target === undefined ? [] : [target], inRoleAssignableGroup: false }),
  ).toBe(allowed)
})

test('every row of a target with several roles must be open, and a role-assignable group closes it to most', () => {
  expect(
    mayResetPassword(['Helpdesk Administrator'], {
      roles: ['Reports Reader', 'User Administrator'],
      inRoleAssignableGroup: false,
    }),
  ).toBe(false)
  expect(mayResetPassword(['User Administrator'], { roles: [], inRoleAssignableGroup: true })).toBe(false)
  expect(mayResetPassword(['Global Administrator'], { roles: [], inRoleAssignableGroup: true })).toBe(true)
  expect(mayChangeSensitive(['Helpdesk Administrator'], nobody)).toBe(false)
  expect(mayChangeSensitive(['User Administrator'], nobody)).toBe(true)
})

const people = [
  { name: "O'Brien", age: 7, tags: ['a', 'b'], at: '2026-01-01T00:00:00Z', on: true, none: null },
  { name: 'anna', age: 9, tags: [], at: '2026-06-01T00:00:00.5Z', on: false, none: 'x' },
]
const read = (row: (typeof people)[number], path: string): unknown =>
  Object.entries(row).find(([key]) => key === path)?.[1]

test.each([
  ["name eq 'O''Brien'", ["O'Brien"]],
  ["name eq 'ANNA'", ['anna']],
  ["startswith(name,'AN') eq true", ['anna']],
  ['age ge 9 and on eq false', ['anna']],
  ["not (name eq 'anna')", ["O'Brien"]],
  ["name in ('anna','x') or age lt 8", ["O'Brien", 'anna']],
  ["tags/any(t:t eq 'B')", ["O'Brien"]],
  ['tags/any()', ["O'Brien"]],
  ['at gt 2026-01-01T00:00:00.0000000Z', ['anna']],
  ['at ge 2026-01-01T00:00:00Z', ["O'Brien", 'anna']],
  ['none eq null', ["O'Brien"]],
  ["on eq true and name eq 'x' or age eq 9", ['anna']],
])('%s finds %j', (text, found) => {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(parsed.detail)
  expect(
    people.filter(testOf(parsed.filter, (path) => (row) => read(row, path))).map((row) => row.name),
  ).toEqual(found)
})

test.each([
  'name',
  'name eq',
  "name eq 'x",
  'name eq x y',
  "(name eq 'x'",
  'name like 3',
  'startswith(name)',
  '',
])('%j is no filter', (text) => {
  expect(parseFilter(text).ok).toBe(false)
})

test('a filter nested without end is refused and not followed', () => {
  expect(parseFilter(`${'not '.repeat(10_000)}a eq 1`).ok).toBe(false)
  expect(parseFilter(`${'('.repeat(10_000)}a eq 1`).ok).toBe(false)
})

test('membership rules with lists, negation and nulls', () => {
  const rule = parseRule('not (user.department -in ["Sales","HR"]) and user.mail -ne null')
  if (!rule.ok) throw new Error(rule.detail)
  const holds = (row: Record<string, unknown>) => rule.test((name) => row[name])
  expect([
    holds({ department: 'IT', mail: 'x' }),
    holds({ department: 'sales', mail: 'x' }),
    holds({ department: 'IT', mail: null }),
  ]).toEqual([true, false, false])
})

test('smart lockout doubles, forgets nothing it needs, and ends by itself', () => {
  const wrong = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `wrong ${from + i}`)
  const tried = (guesses: readonly string[], at: number, start?: ReturnType<typeof countWrongPassword>) =>
    guesses.reduce<ReturnType<typeof countWrongPassword> | undefined>(
      (state, guess) => countWrongPassword('u', state, guess, at),
      start,
    )
  const once = tried(wrong(10), 0)
  expect([isLocked(once, 59_999), isLocked(once, 60_000)]).toEqual([true, false])
  const twice = tried(wrong(10, 10), 60_000, once)
  expect([isLocked(twice, 179_999), isLocked(twice, 180_000)]).toEqual([true, false])
})

test('the catalogue’s names and ids are unique', () => {
  const names = Object.values(aadstsTable).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(new Set(skus.map(({ skuId }) => skuId)).size).toBe(skus.length)
  expect(new Set(roleDefinitions.map(({ templateId }) => templateId)).size).toBe(roleDefinitions.length)
})
