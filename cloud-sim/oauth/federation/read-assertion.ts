/**
 * Reads SAML 1.1 assertions. Only what the signature covers is believed: the text that was signed is parsed anew, so that an
 * element slipped in beside it (signature wrapping) is never seen. Document types, and with them entities, are refused.
 */
import { DOMParser } from '@xmldom/xmldom'
import { SignedXml } from 'xml-crypto'
import type { Assertion } from '#core/entra/federated-sign-in.ts'

const saml = 'urn:oasis:names:tc:SAML:1.0:assertion'
const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const rsaSha256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'

export interface AssertionText {
  readonly claimedIssuer: string | undefined
  /** Undefined unless the certificate (base64 DER) has signed the whole assertion. */
  verify(certificate: string): Assertion | undefined
}

function parse(xml: string): Document | undefined {
  if (xml.includes('<!')) return undefined
  let broken = false
  const fail = () => {
    broken = true
  }
  const errorHandler = { warning: fail, error: fail, fatalError: fail }
  const document = new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml')
  return broken || document === undefined ? undefined : document
}

/** The one assertion in a text, as it stands there; undefined when there is none, or more than one. */
function cutOut(xml: string): string | undefined {
  const opening = [...xml.matchAll(/<(?:([\w.-]+):)?Assertion[\s>]/g)]
  const [first] = opening
  if (first === undefined || opening.length !== 1) return undefined
  const end = `</${first[1] === undefined ? '' : `${first[1]}:`}Assertion>`
  const at = xml.lastIndexOf(end)
  return at < first.index ? undefined : xml.slice(first.index, at + end.length)
}

export function readAssertion(text: string): AssertionText {
  const xml = cutOut(text) ?? ''
  const document = parse(xml)
  return {
    claimedIssuer: document?.documentElement?.getAttribute('Issuer') ?? undefined,
    verify: (certificate) => (document === undefined ? undefined : verified(xml, document, certificate)),
  }
}

function verified(xml: string, document: Document, certificate: string): Assertion | undefined {
  const signatures = document.getElementsByTagNameNS(dsig, 'Signature')
  const signature = signatures.item(0)
  if (signature === null || signatures.length !== 1 || signature.parentNode !== document.documentElement)
    return undefined
  const publicCert = `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----`
  // The certificate that comes along in the text proves nothing.
  const check = new SignedXml({ publicCert, idAttribute: 'AssertionID', getCertFromKeyInfo: () => null })
  try {
    check.loadSignature(signature)
    if (check.signatureAlgorithm !== rsaSha256 || !check.checkSignature(xml)) return undefined
  } catch {
    return undefined
  }
  const [signed, ...others] = check.getSignedReferences()
  const root = signed === undefined || others.length > 0 ? undefined : parse(signed)?.documentElement
  return root?.namespaceURI === saml && root.localName === 'Assertion' ? contentsOf(root) : undefined
}

function contentsOf(root: Element): Assertion | undefined {
  const all = (name: string) => Array.from(root.getElementsByTagNameNS(saml, name))
  const [conditions] = all('Conditions')
  const names = new Set(all('NameIdentifier').map(({ textContent }) => textContent?.trim() ?? ''))
  const [immutableId] = names
  const notBefore = Date.parse(conditions?.getAttribute('NotBefore') ?? '')
  const notOnOrAfter = Date.parse(conditions?.getAttribute('NotOnOrAfter') ?? '')
  if (names.size !== 1 || !immutableId || Number.isNaN(notBefore) || Number.isNaN(notOnOrAfter))
    return undefined
  return {
    id: root.getAttribute('AssertionID') ?? '',
    issuer: root.getAttribute('Issuer') ?? '',
    audiences: all('Audience').map(({ textContent }) => textContent?.trim() ?? ''),
    notBefore,
    notOnOrAfter,
    immutableId,
  }
}
