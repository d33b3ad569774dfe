/** What WS-Trust and WS-Federation wrap an assertion in; shapes as clients of the real service read them. */
import type { Instant } from '#core/ports.ts'
import { escapeXml } from './xml-text.ts'

export type TrustVersion = '2005' | '13'

const soap = 'http://www.w3.org/2003/05/soap-envelope'
const addressing = 'http://www.w3.org/2005/08/addressing'
const policy = 'http://schemas.xmlsoap.org/ws/2004/09/policy'
const utility = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd'
const trust: Readonly<Record<TrustVersion, string>> = {
  '2005': 'http://schemas.xmlsoap.org/ws/2005/02/trust',
  '13': 'http://docs.oasis-open.org/ws-sx/ws-trust/200512',
}
const tokenType = 'urn:oasis:names:tc:SAML:1.0:assertion'
const lifetimeMs = 3_600_000

export function securityTokenResponse(assertion: string, at: Instant, version: TrustVersion): string {
  const iso = (instant: Instant) => new Date(instant).toISOString()
  const single = `<t:RequestSecurityTokenResponse xmlns:t="${trust[version]}"><t:Lifetime><wsu:Created xmlns:wsu="${utility}">${iso(at)}</wsu:Created><wsu:Expires xmlns:wsu="${utility}">${iso(at + lifetimeMs)}</wsu:Expires></t:Lifetime><wsp:AppliesTo xmlns:wsp="${policy}"><wsa:EndpointReference xmlns:wsa="${addressing}"><wsa:Address>urn:federation:MicrosoftOnline</wsa:Address></wsa:EndpointReference></wsp:AppliesTo><t:RequestedSecurityToken>${assertion}</t:RequestedSecurityToken><t:TokenType>${tokenType}</t:TokenType></t:RequestSecurityTokenResponse>`
  return version === '2005'
    ? single
    : `<trust:RequestSecurityTokenResponseCollection xmlns:trust="${trust['13']}">${single}</trust:RequestSecurityTokenResponseCollection>`
}

export const envelope = (body: string): string =>
  `<s:Envelope xmlns:s="${soap}"><s:Body>${body}</s:Body></s:Envelope>`

/** AD FS answers a refused logon with a fault and status 500. */
export const faultBody = (reason: string): string =>
  `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:a="${trust['13']}">a:FailedAuthentication</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">${escapeXml(reason)}</s:Text></s:Reason></s:Fault>`

/** The WSDL with which clients find the user name and password endpoints. */
export function metadataExchange(base: string): string {
  const sides = [
    {
      name: 'UserNameWSTrustBinding_IWSTrust13Async',
      path: '13',
      action: `${trust['13']}/RST/Issue`,
      security: 'http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702',
      tokens: 'SignedEncryptedSupportingTokens',
    },
    {
      name: 'UserNameWSTrustBinding_IWSTrustFeb2005Async',
      path: '2005',
      action: `${trust['2005']}/RST/Issue`,
      security: 'http://schemas.xmlsoap.org/ws/2005/07/securitypolicy',
      tokens: 'SignedSupportingTokens',
    },
  ]
  const policies = sides.map(
    ({ name, security, tokens }) =>
      `<wsp:Policy wsu:Id="${name}_policy"><wsp:ExactlyOne><wsp:All><sp:TransportBinding xmlns:sp="${security}"/><sp:${tokens} xmlns:sp="${security}"><wsp:Policy><sp:UsernameToken><wsp:Policy><sp:WssUsernameToken10/></wsp:Policy></sp:UsernameToken></wsp:Policy></sp:${tokens}></wsp:All></wsp:ExactlyOne></wsp:Policy>`,
  )
  const bindings = sides.map(
    ({ name, action }) =>
      `<wsdl:binding name="${name}" type="tns:IWSTrust"><wsp:PolicyReference URI="#${name}_policy"/><soap12:binding transport="http://schemas.xmlsoap.org/soap/http"/><wsdl:operation name="TrustIssue"><soap12:operation soapAction="${action}" style="document"/></wsdl:operation></wsdl:binding>`,
  )
  const portsOf = sides.map(({ name, path }) => {
    const address = escapeXml(`${base}/services/trust/${path}/usernamemixed`)
    return `<wsdl:port name="${name}" binding="tns:${name}"><soap12:address location="${address}"/><wsa10:EndpointReference><wsa10:Address>${address}</wsa10:Address></wsa10:EndpointReference></wsdl:port>`
  })
  return `<wsdl:definitions name="SecurityTokenService" targetNamespace="http://schemas.microsoft.com/ws/2008/06/identity/securitytokenservice" xmlns:tns="http://schemas.microsoft.com/ws/2008/06/identity/securitytokenservice" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:wsp="${policy}" xmlns:wsu="${utility}" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:wsa10="${addressing}">${policies.join('')}${bindings.join('')}<wsdl:service name="SecurityTokenService">${portsOf.join('')}</wsdl:service></wsdl:definitions>`
}
