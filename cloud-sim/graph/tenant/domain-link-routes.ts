/** What hangs on a domain: the records that DNS should have, who uses its name, where its people sign in. */
import { createHash } from 'node:crypto'
import type { TenantDomain } from '#core/entra/model.ts'
import { access } from '../call/access.ts'
import { context, type GraphCall, type GraphRoute, notFound, ok, whole } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { linkedRoutes } from '../objects/linked-objects.ts'
import { on } from '../odata/entity-set.ts'
import { domainSet } from './domain-routes.ts'

const existing = on(domainSet)

const record = (kind: 'Txt' | 'Mx' | 'CName', label: string, name: string, more: object) => ({
  '@odata.type': `#microsoft.graph.domainDns${kind === 'CName' ? 'Cname' : kind}Record`,
  id: `${kind.toLowerCase()}-${name}`,
  isOptional: false,
  label,
  recordType: kind,
  supportedService: 'Email',
  ttl: 3600,
  ...more,
})

/** Either proves the domain. */
const proofs = ({ directory }: GraphCall, { name }: TenantDomain) => {
  const code = `ms${directory.tenantId.slice(0, 8)}`
  return [
    record('Txt', name, name, { text: `MS=${code}` }),
    record('Mx', name, name, { mailExchange: `${code}.msv1.invalid`, preference: 32_767 }),
  ]
}

/** What a verified domain needs for mail. */
const services = (_call: GraphCall, { name, isVerified }: TenantDomain) =>
  isVerified
    ? [
        record('Mx', name, name, {
          mailExchange: `${name.replaceAll('.', '-')}.mail.protection.outlook.com`,
          preference: 0,
        }),
        record('Txt', name, name, { text: 'v=spf1 include:spf.protection.outlook.com -all' }),
        record('CName', `autodiscover.${name}`, name, { canonicalName: 'autodiscover.outlook.com' }),
      ]
    : []

/** An id of its own that does not change: made from what names the federation. */
function federationId({ name, federation }: TenantDomain): string {
  const hex = createHash('sha256').update(`${name} ${federation?.issuerUri}`).digest('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

/** Connect sets federation up; here it is read. */
const federations = (_call: GraphCall, domain: TenantDomain) =>
  domain.federation === undefined || domain.authenticationType !== 'Federated'
    ? []
    : [
        {
          '@odata.type': '#microsoft.graph.internalDomainFederation',
          id: federationId(domain),
          ...domain.federation,
          federatedIdpMfaBehavior: null,
          isSignedAuthenticationRequestRequired: null,
          nextSigningCertificate: null,
          passwordResetUri: null,
          promptLoginBehavior: null,
          signingCertificateUpdateStatus: null,
        },
      ]

const lists = {
  verificationDnsRecords: proofs,
  serviceConfigurationRecords: services,
  federationConfiguration: federations,
} as const

const listRoutes = Object.entries(lists).flatMap(([name, read]) => {
  const path = `domains/{domain}/${name}`
  const fragment = ({ name: domain }: TenantDomain) => `domains('${domain}')/${name}`
  return [
    route(
      'GET',
      path,
      access.readDomains,
      existing((call, domain) => whole(call, fragment(domain), read(call, domain))),
    ),
    route(
      'GET',
      `${path}/{item}`,
      access.readDomains,
      existing((call, domain) => {
        const found = read(call, domain).find(({ id }) => id === call.params.item)
        return found === undefined
          ? notFound(call.params.item ?? '')
          : ok({ '@odata.context': context(call, `${fragment(domain)}/$entity`), ...found })
      }),
    ),
  ]
})

/** Ids of users and groups with the name in one of their addresses: what keeps a domain from being removed. */
function referencesTo({ directory }: GraphCall, { name }: TenantDomain): ReadonlySet<string> {
  const isIn = (address: string | null) => address?.toLowerCase().endsWith(`@${name}`) === true
  const users = [...directory.users()].filter(
    (user) =>
      user.deletedDateTime === null &&
      (isIn(user.userPrincipalName) || isIn(user.mail) || user.proxyAddresses.some(isIn)),
  )
  const groups = [...directory.groupsInOrder('id').walk(undefined)].filter(
    (group) => isIn(group.mail) || group.proxyAddresses.some(isIn),
  )
  return new Set([...users, ...groups].map(({ id }) => id))
}

export const domainLinkRoutes: readonly GraphRoute[] = [
  ...listRoutes,
  ...linkedRoutes('domains/{domain}/domainNameReferences', access.readDomains, (act) =>
    existing((call, domain) => act(call, referencesTo(call, domain))),
  ),
]
