/**
 * The SAML 1.1 assertion that the federation service signs for the cloud: the user's immutableId as the subject, and UPN and
 * ImmutableID as claims, as the rules of the Office 365 relying party issue them.
 */
import { randomUUID } from 'node:crypto'
import type { Instant } from '#core/ports.ts'
import type { TokenSigning } from './token-signing-certificate.ts'
import { escapeXml } from './xml-text.ts'

export interface AssertedUser {
  readonly userPrincipalName: string
  readonly immutableId: string
}

export const samlNamespace = 'urn:oasis:names:tc:SAML:1.0:assertion'
const audience = 'urn:federation:MicrosoftOnline'
const lifetimeMs = 3_600_000
const dsig = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

const attribute = (name: string, namespace: string, value: string): string =>
  `<saml:Attribute AttributeName="${name}" AttributeNamespace="${namespace}"><saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue></saml:Attribute>`

function assertionXml(user: AssertedUser, issuer: string, at: Instant): string {
  const iso = (instant: Instant) => new Date(instant).toISOString()
  const subject = `<saml:Subject><saml:NameIdentifier Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">${escapeXml(user.immutableId)}</saml:NameIdentifier><saml:SubjectConfirmation><saml:ConfirmationMethod>urn:oasis:names:tc:SAML:1.0:cm:bearer</saml:ConfirmationMethod></saml:SubjectConfirmation></saml:Subject>`
  const claims =
    attribute('UPN', 'http://schemas.xmlsoap.org/claims', user.userPrincipalName) +
    attribute('ImmutableID', 'http://schemas.microsoft.com/LiveID/Federation/2008/05', user.immutableId)
  return (
    `<saml:Assertion xmlns:saml="${samlNamespace}" MajorVersion="1" MinorVersion="1" AssertionID="_${randomUUID()}" Issuer="${escapeXml(issuer)}" IssueInstant="${iso(at)}">` +
    `<saml:Conditions NotBefore="${iso(at)}" NotOnOrAfter="${iso(at + lifetimeMs)}"><saml:AudienceRestrictionCondition><saml:Audience>${audience}</saml:Audience></saml:AudienceRestrictionCondition></saml:Conditions>` +
    `<saml:AttributeStatement>${subject}${claims}</saml:AttributeStatement>` +
    `<saml:AuthenticationStatement AuthenticationMethod="urn:oasis:names:tc:SAML:1.0:am:password" AuthenticationInstant="${iso(at)}">${subject}</saml:AuthenticationStatement>` +
    '</saml:Assertion>'
  )
}

export async function signAssertion(
  user: AssertedUser,
  issuer: string,
  at: Instant,
  { privateKey, certificate }: TokenSigning,
): Promise<string> {
  // Loaded late: most labs never federate.
  const { SignedXml } = await import('xml-crypto')
  const signature = new SignedXml({
    privateKey,
    publicCert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----`,
    signatureAlgorithm: dsig,
    canonicalizationAlgorithm: exclusive,
    idAttribute: 'AssertionID',
  })
  const root = "/*[local-name(.)='Assertion']"
  signature.addReference({ xpath: root, transforms: [enveloped, exclusive], digestAlgorithm: sha256 })
  signature.computeSignature(assertionXml(user, issuer, at), {
    location: { reference: root, action: 'append' },
  })
  return signature.getSignedXml()
}
