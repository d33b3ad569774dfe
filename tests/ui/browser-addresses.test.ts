import { describe, expect, it } from 'vitest'
import { labPath, realAddress } from '../../ui/src/display/real-address.ts'

describe('address bars', () => {
  it('show where a page would be in the world, in the wording of the time', () => {
    expect(realAddress('/portal/users/anna@contoso.com', 'entra')).toBe(
      'https://entra.microsoft.com/#/users/anna@contoso.com',
    )
    expect(realAddress('/portal/users', 'azure-ad')).toBe('https://portal.azure.com/#/users')
    expect(realAddress('/pages/reset', 'entra')).toBe('https://passwordreset.microsoftonline.com/')
    expect(realAddress('/common/oauth2/v2.0/authorize?client_id=1', 'entra')).toBe(
      'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1',
    )
  })

  it('never show the ticket of an interrupted sign-in', () => {
    expect(realAddress('/pages/register?ticket=secret&mode=1', 'entra')).toBe(
      'https://mysignins.microsoft.com/security-info?mode=1',
    )
  })

  it('take an address of the world, long or short', () => {
    const path = (address: string) => labPath(new URL(address))
    expect(path('https://passwordreset.microsoftonline.com/')).toBe('/pages/reset')
    expect(path('https://aka.ms/sspr')).toBe('/pages/reset')
    expect(path('https://aka.ms/mysecurityinfo/')).toBe('/pages/register')
    expect(path('https://myapps.microsoft.com')).toBe('/pages/myapps')
    expect(path('https://login.microsoftonline.com/common/oauth2/v2.0/authorize?x=1')).toBe(
      '/common/oauth2/v2.0/authorize?x=1',
    )
    expect(path('https://example.com/pages/reset')).toBeUndefined()
  })
})
