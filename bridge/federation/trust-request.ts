/** What a client sends to a federation service's WS-Trust endpoint (2005, usernamemixed), and what it takes out of the answer. */
import type { UsernameToken } from './username-token.ts'
import { escapeXml } from './xml-text.ts'

const soap = 'http://www.w3.org/2003/05/soap-envelope'
const addressing = 'http://www.w3.org/2005/08/addressing'
const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'
const policy = 'http://schemas.xmlsoap.org/ws/2004/09/policy'
const trust = 'http://schemas.xmlsoap.org/ws/2005/02/trust'
const bearerKey = 'http://schemas.xmlsoap.org/ws/2005/05/identity/NoProofKey'
const audience = 'urn:federation:MicrosoftOnline'

/** Asks for an assertion that is addressed to the cloud. */
export function trustRequest({ username, password }: UsernameToken, url: string): string {
  const token = `<o:UsernameToken><o:Username>${escapeXml(username)}</o:Username><o:Password>${escapeXml(password)}</o:Password></o:UsernameToken>`
  const header = `<a:Action s:mustUnderstand="1">${trust}/RST/Issue</a:Action><a:To s:mustUnderstand="1">${escapeXml(url)}</a:To><o:Security s:mustUnderstand="1" xmlns:o="${security}">${token}</o:Security>`
  const body = `<t:RequestSecurityToken xmlns:t="${trust}"><p:AppliesTo xmlns:p="${policy}"><a:EndpointReference><a:Address>${audience}</a:Address></a:EndpointReference></p:AppliesTo><t:KeyType>${bearerKey}</t:KeyType><t:RequestType>${trust}/Issue</t:RequestType></t:RequestSecurityToken>`
  return `<s:Envelope xmlns:s="${soap}" xmlns:a="${addressing}"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
}

/** The signed assertion, letter by letter as it came: its signature is over just that. Undefined in a fault. */
export const assertionIn = (answer: string): string | undefined =>
  /<((?:\w+:)?Assertion)\b[\s\S]*<\/\1>/.exec(answer)?.[0]
