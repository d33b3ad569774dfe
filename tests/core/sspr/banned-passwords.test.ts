import { expect, test } from 'vitest'
import { type BannedLists, bannedScore, judgePassword, normalized } from '#core/sspr/banned-passwords.ts'

const lists: BannedLists = {
  custom: ['contoso', 'blank'],
  global: true,
  userNames: ['Anna', 'Berg', 'Li'],
  tenantName: 'Fabrikam',
}
const verdict = (password: string) => judgePassword(password, lists)

test('the published examples score as published', () => {
  // "C0ntos0Blank12": contoso, blank and two characters: 4. "ContoS0Bl@nkf9!": contoso, blank and three: 5.
  expect(verdict('C0ntos0Blank12')).toMatchObject({ accepted: false, cause: 'BannedPassword', score: 4 })
  expect(verdict('ContoS0Bl@nkf9!')).toEqual({ accepted: true, score: 5 })
})

test('substitutions are undone before comparing', () => {
  expect(normalized('P@$$w0rd1')).toBe('passwordl')
  expect(verdict('P@$$w0rd').accepted).toBe(false)
})

test('one character more, less or other is still the banned password', () => {
  for (const password of ['contosp', 'contos', 'contosoX', 'zontoso'])
    expect(verdict(password)).toMatchObject({
      accepted: false,
      because: expect.stringContaining('one character away'),
    })
})

test('names of four characters and more are refused anywhere in the password, shorter ones are not', () => {
  expect(verdict('xx-anna-quartz-77')).toMatchObject({ accepted: false, cause: 'NameInPassword' })
  expect(verdict('quartz-@nna-meadow')).toMatchObject({ cause: 'NameInPassword' })
  expect(verdict('my-Fabrikam-quartz')).toMatchObject({ cause: 'BannedPassword' })
  expect(verdict('li-quartz-meadow-7').accepted).toBe(true)
})

test('a password is cut the way that scores least', () => {
  expect(bannedScore('abcdx', new Set(['abc', 'bcd', 'abcd']))).toBe(2)
})

test('without any list only names count', () => {
  const none: BannedLists = { ...lists, custom: [], global: false }
  expect(judgePassword('Passw0rd!', none).accepted).toBe(true)
  expect(judgePassword('Anna-1234', none).accepted).toBe(false)
})

test('scoring a long password takes no noticeable time', () => {
  const custom = Array.from({ length: 1000 }, (_, index) => `term${index}`)
  expect(judgePassword('abcdefgh'.repeat(32), { ...lists, custom }).accepted).toBe(true)
})
