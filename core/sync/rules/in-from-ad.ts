/**
 * Inbound rules of the AD connector: what of a user, group or contact reaches the metaverse, under which name, and whose
 * value wins. Source: writeback.md §8.5 (rules and their order), §8.7 (attribute map).
 */

import { fromFileTime, toGeneralizedTime } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import type { MetaverseType } from '#core/sync/connector-space.ts'
import { anchorExpression, managedAnchor } from '#core/sync/source-anchor.ts'
import type { AttributeFlow, SourceAttributes, SyncRule } from '#core/sync/sync-rule.ts'

/** What an expression may ask about the object besides its attributes. */
export interface InboundContext {
  readonly dn: string
  readonly sourceAnchor: string
  readonly domain: { readonly dnsName: string; readonly netbiosName: string }
}
type Flow = AttributeFlow<InboundContext>
type Rule = SyncRule<InboundContext>

const direct = (...names: readonly string[]): Flow[] => names.map((name) => ({ target: name, from: name }))
const renamed = (target: string, from: string): Flow => ({ target, from })
const text = (source: SourceAttributes, name: string): string => {
  const value = source[name]
  return typeof value === 'string' ? value : ''
}
/** Attributes with one value in the tenant and many on premises come as a list even when there is one. */
const listed = (name: string): Flow => ({
  target: name,
  from: name,
  compute: (source) => {
    const value = source[name]
    return typeof value === 'string' ? [value] : Array.isArray(value) ? [...value] : undefined
  },
})

const userIdentity: Rule = {
  name: 'In from AD - User Join',
  direction: 'Inbound',
  precedence: 100,
  sourceType: 'user',
  targetType: 'person',
  linkType: 'Provision',
  scope: [],
  flows: [
    {
      target: 'sourceAnchor',
      from: anchorExpression(managedAnchor),
      compute: (_, { sourceAnchor }) => sourceAnchor,
    },
    {
      target: 'cloudFiltered',
      from: 'IIF(Left([adminDescription], 5) = "User_", True, NULL)',
      compute: (source) => (text(source, 'adminDescription').startsWith('User_') ? true : undefined),
    },
    renamed('objectSidString', 'objectSid'),
    { target: 'distinguishedName', from: '[dn]', compute: (_, { dn }) => dn },
  ],
}

/** Carries the account itself; of accounts in several forests the enabled one is in scope first. */
export const userAccountEnabledRule: Rule = {
  name: 'In from AD - User AccountEnabled',
  direction: 'Inbound',
  precedence: 101,
  sourceType: 'user',
  targetType: 'person',
  linkType: 'Join',
  scope: [[{ attribute: 'userAccountControl', operator: 'ISBITNOTSET', value: uac.accountDisable }]],
  flows: accountFlows(),
}

const userAccountDisabled: Rule = {
  ...userAccountEnabledRule,
  name: 'In from AD - User Account',
  precedence: 102,
  scope: [[{ attribute: 'userAccountControl', operator: 'ISBITSET', value: uac.accountDisable }]],
}

function accountFlows(): Flow[] {
  return [
    {
      target: 'accountEnabled',
      from: 'IIF(BitAnd([userAccountControl], 2) = 0, True, False)',
      compute: (source) => !has(Number(text(source, 'userAccountControl')), uac.accountDisable),
    },
    {
      target: 'pwdLastSet',
      from: 'IIF(IsPresent([pwdLastSet]), CStr(FormatDateTime(DateFromNum([pwdLastSet]), "yyyyMMddHHmmss.0Z")), NULL)',
      compute: (source) => {
        const fileTime = text(source, 'pwdLastSet')
        return fileTime === '' || fileTime === '0' ? undefined : toGeneralizedTime(fromFileTime(fileTime))
      },
    },
    renamed('accountName', 'sAMAccountName'),
    ...direct('userPrincipalName'),
    { target: 'domainFQDN', from: '%Domain.FQDN%', compute: (_, { domain }) => domain.dnsName },
    { target: 'domainNetBios', from: '%Domain.Netbios%', compute: (_, { domain }) => domain.netbiosName },
  ]
}

const userExchange: Rule = {
  name: 'In from AD - User Common from Exchange',
  direction: 'Inbound',
  precedence: 103,
  sourceType: 'user',
  targetType: 'person',
  linkType: 'Join',
  scope: [[{ attribute: 'mailNickname', operator: 'ISNOTNULL' }]],
  flows: [...direct('mailNickname', 'mail'), listed('proxyAddresses')],
}

const extensionAttributes = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`)

const userCommon: Rule = {
  name: 'In from AD - User Common',
  direction: 'Inbound',
  precedence: 104,
  sourceType: 'user',
  targetType: 'person',
  linkType: 'Join',
  scope: [],
  flows: [
    {
      target: 'displayName',
      from: 'IIF(IsPresent([displayName]), [displayName], [cn])',
      compute: (source) => text(source, 'displayName') || text(source, 'cn'),
    },
    ...direct('givenName', 'sn', 'mail', 'title', 'department', 'company', 'physicalDeliveryOfficeName'),
    ...direct('streetAddress', 'l', 'st', 'postalCode', 'c', 'co', 'countryCode'),
    ...direct(
      'telephoneNumber',
      'mobile',
      'facsimileTelephoneNumber',
      'employeeID',
      'preferredLanguage',
      'manager',
    ),
    listed('proxyAddresses'),
    {
      target: 'usageLocation',
      from: 'IIF(IsPresent([msExchUsageLocation]), [msExchUsageLocation], [c])',
      compute: (source) => text(source, 'msExchUsageLocation') || text(source, 'c'),
    },
    ...direct('thumbnailPhoto', 'adminDescription', ...extensionAttributes),
    listed('userCertificate'),
    listed('userSMIMECertificate'),
  ],
}

const securityGroup = 0x80000000

const groupJoin: Rule = {
  name: 'In from AD - Group Join',
  direction: 'Inbound',
  precedence: 110,
  sourceType: 'group',
  targetType: 'group',
  linkType: 'Provision',
  scope: [],
  flows: [
    {
      target: 'sourceAnchor',
      from: 'ConvertToBase64([objectGUID])',
      compute: (_, { sourceAnchor }) => sourceAnchor,
    },
    {
      target: 'cloudFiltered',
      from: 'IIF(Left([adminDescription], 6) = "Group_", True, NULL)',
      compute: (source) => (text(source, 'adminDescription').startsWith('Group_') ? true : undefined),
    },
    {
      target: 'securityEnabled',
      from: 'BitAnd([groupType], -2147483648) <> 0',
      compute: (source) => (Number(text(source, 'groupType')) & securityGroup) !== 0,
    },
    {
      target: 'mailEnabled',
      from: 'IsPresent([mail]) || IsPresent([proxyAddresses])',
      compute: (source) => text(source, 'mail') !== '' || source.proxyAddresses !== undefined,
    },
    renamed('objectSidString', 'objectSid'),
    renamed('accountName', 'sAMAccountName'),
    { target: 'domainFQDN', from: '%Domain.FQDN%', compute: (_, { domain }) => domain.dnsName },
    { target: 'domainNetBios', from: '%Domain.Netbios%', compute: (_, { domain }) => domain.netbiosName },
  ],
}

const groupCommon: Rule = {
  name: 'In from AD - Group Common',
  direction: 'Inbound',
  precedence: 111,
  sourceType: 'group',
  targetType: 'group',
  linkType: 'Join',
  scope: [],
  flows: [
    {
      target: 'displayName',
      from: 'IIF(IsPresent([displayName]), [displayName], [cn])',
      compute: (source) => text(source, 'displayName') || text(source, 'cn'),
    },
    ...direct('description', 'mail', 'mailNickname', 'managedBy'),
    listed('proxyAddresses'),
    listed('member'),
  ],
}

const contactJoin: Rule = {
  name: 'In from AD - Contact Join',
  direction: 'Inbound',
  precedence: 120,
  sourceType: 'contact',
  targetType: 'contact',
  linkType: 'Provision',
  scope: [],
  flows: [
    {
      target: 'sourceAnchor',
      from: 'ConvertToBase64([objectGUID])',
      compute: (_, { sourceAnchor }) => sourceAnchor,
    },
    {
      target: 'displayName',
      from: 'IIF(IsPresent([displayName]), [displayName], [cn])',
      compute: (source) => text(source, 'displayName') || text(source, 'cn'),
    },
    ...direct(
      'givenName',
      'sn',
      'mail',
      'targetAddress',
      'telephoneNumber',
      'mobile',
      'company',
      'title',
      'department',
    ),
    listed('proxyAddresses'),
  ],
}

/** By precedence. */
export const inboundRules: Readonly<Record<MetaverseType, readonly Rule[]>> = {
  person: [userIdentity, userAccountEnabledRule, userAccountDisabled, userExchange, userCommon],
  group: [groupJoin, groupCommon],
  contact: [contactJoin],
}

/** They come as base64. */
export const binaryAttributesOfPeople: readonly string[] = [
  'thumbnailPhoto',
  'userCertificate',
  'userSMIMECertificate',
]

/** Attributes that the rules and filters read from Active Directory, by their LDAP names. */
export const importedAttributes: readonly string[] = [
  ...[
    'objectClass',
    'objectGUID',
    'objectSid',
    'sAMAccountName',
    'userPrincipalName',
    'userAccountControl',
    'pwdLastSet',
  ],
  ...[
    'cn',
    'displayName',
    'givenName',
    'sn',
    'mail',
    'mailNickname',
    'proxyAddresses',
    'targetAddress',
    'title',
    'department',
  ],
  ...[
    'company',
    'physicalDeliveryOfficeName',
    'streetAddress',
    'l',
    'st',
    'postalCode',
    'c',
    'co',
    'countryCode',
  ],
  ...[
    'telephoneNumber',
    'mobile',
    'facsimileTelephoneNumber',
    'employeeID',
    'preferredLanguage',
    'manager',
    'adminDescription',
  ],
  ...[
    'msExchUsageLocation',
    'msExchRecipientTypeDetails',
    'msExchHideFromAddressLists',
    'isCriticalSystemObject',
  ],
  ...['mS-DS-ConsistencyGuid', 'groupType', 'member', 'managedBy', 'description', ...extensionAttributes],
  ...binaryAttributesOfPeople,
]
