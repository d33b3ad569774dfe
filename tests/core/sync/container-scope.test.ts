import { expect, test } from 'vitest'
import { dnKey, isInContainerScope, prepareScope, scopeOfSelection } from '#core/sync/container-scope.ts'

const inScope = (dn: string, included: string[], excluded: string[] = []) =>
  isInContainerScope(dnKey(dn), prepareScope({ included, excluded }))
const staff = 'OU=Staff,DC=contoso,DC=local'

test('what is below a selected container is in scope, however the name is written', () => {
  expect(inScope('CN=Anna,ou=Sales, OU=STAFF,dc=contoso,dc=local', [staff])).toBe(true)
  expect(inScope('CN=Ivan,OU=Contractors,DC=contoso,DC=local', [staff])).toBe(false)
})

test('a container whose name only ends alike is not below', () => {
  expect(inScope('CN=Eve,OU=NotStaff,DC=contoso,DC=local', [staff])).toBe(false)
  expect(inScope('CN=Berg\\, Anna,OU=Staff,DC=contoso,DC=local', [staff])).toBe(true)
})

test('the nearest decision above counts', () => {
  const secret = `OU=Secret,${staff}`
  expect(inScope(`CN=Mole,${secret}`, [staff], [secret])).toBe(false)
  expect(inScope(`CN=Press,OU=Open,${secret}`, [staff, `OU=Open,${secret}`], [secret])).toBe(true)
})

test('ticks become the tops of what is selected and of what is taken out', () => {
  const units = [
    { dn: staff, selected: true },
    { dn: `OU=Sales,${staff}`, selected: true },
    { dn: `OU=Secret,${staff}`, selected: false },
    { dn: 'OU=Contractors,DC=contoso,DC=local', selected: false },
  ]
  expect(scopeOfSelection(units)).toEqual({ included: [staff], excluded: [`OU=Secret,${staff}`] })
})
