import { expect, it } from 'vitest'
import { formatSddl, parseSddl } from '#core/active-directory/sddl.ts'

const domain = 'S-1-5-21-1111111111-2222222222-3333333333'

it.each([
  'O:DAG:DAD:PAI(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;DA)',
  'O:DAG:DUD:AI(OA;CI;CR;00299570-246d-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;DA)(A;;RPLCLORC;;;AU)',
])('writes a descriptor as it was read: %s', (text) => {
  const read = parseSddl(text, domain)
  if (!read) throw new Error('not read')
  const written = formatSddl(read, domain)
  expect(parseSddl(written, domain)).toEqual(read)
})

it('reads no descriptor from what is none', () => {
  expect(parseSddl('O:DAG:DAD:(X;;;;;)', domain)).toBeUndefined()
})
