import { describe, expect, it } from 'vitest'
import { germanPairs } from '#core/codes/german/german-pairs.ts'
import { productSentences } from '#core/codes/product-sentences.ts'
import { sayAgain } from '#core/codes/said-again.ts'
import { ssprEntry } from '#core/codes/sspr.ts'
import { blameOf, describeSwitches } from '#core/sspr/writeback-switches.ts'

const german = sayAgain(germanPairs())
const english = sayAgain(productSentences().map((sentence) => [sentence, sentence]))

describe('a sentence of the catalogue, said again', () => {
  it('is recognised as it stands there, and with everything filled in', () => {
    expect(german('The account is disabled.', 'entra')).toBe('Das Konto ist deaktiviert.')
    expect(
      german(
        "Tenant 'fabrikam.com' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
        'entra',
      ),
    ).toBe(
      'Der Mandant „fabrikam.com“ wurde nicht gefunden. Prüfen Sie, ob Sie die richtige Mandanten-ID haben und sich bei der richtigen Cloud anmelden.',
    )
    expect(german('AADSTS50057: The user account is disabled.', 'entra')).toBe(
      'AADSTS50057: Das Benutzerkonto ist deaktiviert.',
    )
  })

  it('keeps the values as they are, whatever they hold', () => {
    const value = '<b>$& {portal} [\\d+] שלום'
    expect(german(`The forest ${value} cannot be found.`, 'entra')).toBe(
      `Die Gesamtstruktur ${value} ist nicht zu finden.`,
    )
  })

  it('names the product by the wording, in either language', () => {
    const { fix = '' } = ssprEntry('WritebackNotEnabled')
    const filled = fix.replace('{connect}', 'Microsoft Entra Connect')
    expect(english(filled, 'azure-ad')).toContain('in the Azure AD Connect wizard')
    expect(german(filled, 'azure-ad')).toContain('Im Assistenten von Azure AD Connect')
  })

  it('goes through several sentences one by one', () => {
    const switches = {
      onboarded: false,
      toggle: true,
      listening: false,
      lastHeartbeatAt: null,
      agentVersion: null,
    }
    const because = `The password is managed on premises, and nothing may write it back. ${blameOf(switches)} ${describeSwitches(switches)}`
    expect(german(because, 'entra')).toBe(
      'Das Kennwort wird lokal verwaltet, und nichts darf es zurückschreiben. Connect hat das Kennwortrückschreiben nicht eingerichtet. Kennwortrückschreiben in Connect: nicht eingerichtet; „Kennwörter zurückschreiben“ im Portal: Ja; Agent am Relay: hört nicht zu.',
    )
  })

  it('leaves alone what nobody knows', () => {
    expect(german('Anna Berg moved. Nobody knows why.', 'entra')).toBe('Anna Berg moved. Nobody knows why.')
    expect(english('Insufficient privileges to complete the operation.', 'azure-ad')).toBe(
      'Insufficient privileges to complete the operation.',
    )
  })
})
