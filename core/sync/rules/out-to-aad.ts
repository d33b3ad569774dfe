/**
 * Outbound rules of the tenant's connector: what of the metaverse the tenant gets, under Graph's names.
 * Source: writeback.md §8.5 (Out to AAD rules), §8.6 (sign-in name), §8.7 (attribute map).
 */
import type { SyncedType, SyncedValue } from '#core/contracts/provisioning.ts'
import type { MetaverseType } from '#core/sync/connector-space.ts'
import type { AttributeFlow, ScopeClause, SourceAttributes, SyncRule } from '#core/sync/sync-rule.ts'
import { cloudUserPrincipalName, mailNicknameOf, type TenantDomains } from '#core/sync/user-principal-name.ts'

export interface OutboundContext {
  readonly tenant: TenantDomains
  /** The anchor of a referenced object that the tenant has or is about to get. */
  anchorOf(reference: string): string | undefined
}
type Flow = AttributeFlow<OutboundContext>
type Rule = SyncRule<OutboundContext>

const renamed = (target: string, from: string): Flow => ({ target, from })
const direct = (...names: readonly string[]): Flow[] => names.map((name) => renamed(name, name))
const text = (source: SourceAttributes, name: string): string => {
  const value = source[name]
  return typeof value === 'string' ? value : ''
}

const notFiltered: readonly (readonly ScopeClause[])[] = [
  [
    { attribute: 'sourceAnchor', operator: 'ISNOTNULL' },
    { attribute: 'cloudFiltered', operator: 'NOTEQUAL', value: true },
  ],
]

/** One reference: its anchor, or nothing while the tenant does not have it. */
const reference = (target: string, from: string): Flow => ({
  target,
  from,
  compute: (source, { anchorOf }) => {
    const value = text(source, from)
    return value === '' ? undefined : anchorOf(value)
  },
})
const references = (target: string, from: string): Flow => ({
  target,
  from,
  compute: (source, { anchorOf }) => {
    const value = source[from]
    if (!Array.isArray(value)) return undefined
    return value.map((one: string) => anchorOf(one)).filter((anchor) => anchor !== undefined)
  },
})
/** A list in the tenant, one value on premises. */
const asList = (target: string, from: string): Flow => ({
  target,
  from,
  compute: (source): SyncedValue | undefined =>
    text(source, from) === '' ? undefined : [text(source, from)],
})

const extensionAttributes = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`)

const onPremisesIdentity: readonly Flow[] = [
  renamed('onPremisesSamAccountName', 'accountName'),
  renamed('onPremisesSecurityIdentifier', 'objectSidString'),
  renamed('onPremisesDomainName', 'domainFQDN'),
  renamed('onPremisesNetBiosName', 'domainNetBios'),
]

const userJoin: Rule = {
  name: 'Out to AAD - User Join',
  direction: 'Outbound',
  precedence: 200,
  sourceType: 'person',
  targetType: 'User',
  linkType: 'Provision',
  scope: notFiltered,
  flows: [
    ...direct('accountEnabled', 'displayName'),
    {
      target: 'userPrincipalName',
      from: 'IIF(IsVerifiedSuffix([userPrincipalName]), [userPrincipalName], MailNickName([…]) & "@" & %Tenant.InitialDomain%)',
      compute: (source, { tenant }) => cloudUserPrincipalName(source, tenant),
    },
    renamed('onPremisesUserPrincipalName', 'userPrincipalName'),
    renamed('onPremisesDistinguishedName', 'distinguishedName'),
    ...onPremisesIdentity,
  ],
}

const userIdentity: Rule = {
  name: 'Out to AAD - User Identity',
  direction: 'Outbound',
  precedence: 201,
  sourceType: 'person',
  targetType: 'User',
  linkType: 'Join',
  scope: notFiltered,
  flows: [
    ...direct('givenName', 'mail', 'department', 'preferredLanguage', 'usageLocation'),
    renamed('surname', 'sn'),
    renamed('jobTitle', 'title'),
    renamed('companyName', 'company'),
    renamed('officeLocation', 'physicalDeliveryOfficeName'),
    ...direct('streetAddress', 'postalCode'),
    renamed('city', 'l'),
    renamed('state', 'st'),
    {
      target: 'country',
      from: 'IIF(IsPresent([co]), [co], [c])',
      compute: (source) => text(source, 'co') || text(source, 'c'),
    },
    asList('businessPhones', 'telephoneNumber'),
    renamed('mobilePhone', 'mobile'),
    renamed('faxNumber', 'facsimileTelephoneNumber'),
    renamed('employeeId', 'employeeID'),
    reference('manager', 'manager'),
    ...direct('thumbnailPhoto'),
    ...direct(...extensionAttributes),
  ],
}

const userExchange: Rule = {
  name: 'Out to AAD - User ExchangeOnline',
  direction: 'Outbound',
  precedence: 202,
  sourceType: 'person',
  targetType: 'User',
  linkType: 'Join',
  scope: notFiltered,
  flows: [
    { target: 'mailNickname', from: 'MailNickName([…])', compute: (source) => mailNicknameOf(source) },
    ...direct('proxyAddresses', 'userCertificate', 'userSMIMECertificate'),
  ],
}

const groupJoin: Rule = {
  name: 'Out to AAD - Group Join',
  direction: 'Outbound',
  precedence: 210,
  sourceType: 'group',
  targetType: 'Group',
  linkType: 'Provision',
  scope: notFiltered,
  flows: [
    ...direct(
      'displayName',
      'description',
      'mail',
      'mailNickname',
      'proxyAddresses',
      'securityEnabled',
      'mailEnabled',
    ),
    ...onPremisesIdentity,
    references('members', 'member'),
  ],
}

const contactJoin: Rule = {
  name: 'Out to AAD - Contact Join',
  direction: 'Outbound',
  precedence: 220,
  sourceType: 'contact',
  targetType: 'Contact',
  linkType: 'Provision',
  scope: notFiltered,
  flows: [
    ...direct('displayName', 'givenName', 'mail', 'proxyAddresses', 'department'),
    renamed('surname', 'sn'),
    renamed('jobTitle', 'title'),
    renamed('companyName', 'company'),
    asList('businessPhones', 'telephoneNumber'),
    renamed('mobilePhone', 'mobile'),
  ],
}

/** By precedence. */
export const outboundRules: Readonly<Record<MetaverseType, readonly Rule[]>> = {
  person: [userJoin, userIdentity, userExchange],
  group: [groupJoin],
  contact: [contactJoin],
}

export const cloudTypeOf: Readonly<Record<MetaverseType, SyncedType>> = {
  person: 'User',
  group: 'Group',
  contact: 'Contact',
}
