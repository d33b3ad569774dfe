/**
 * Objects that are never synchronised, whatever the scope: system accounts, Connect's own accounts, Exchange's system
 * mailboxes, conflict objects, groups that are too large. Source: writeback.md §8.4.
 */
import type { DirectoryAttributes, DirectoryObject } from './connector-space.ts'

interface DefaultFilter {
  readonly name: string
  readonly holds: (attributes: DirectoryAttributes, dn: string) => boolean
}

const text = (attributes: DirectoryAttributes, name: string): string => {
  const value = attributes[name]
  return typeof value === 'string' ? value : ''
}
const list = (attributes: DirectoryAttributes, name: string): readonly string[] => {
  const value = attributes[name]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}
/** `prefix`: in lower case, beginning with a letter of ASCII. Most values differ in the first letter already. */
const starts = (value: string, prefix: string): boolean =>
  (value.charCodeAt(0) | 0x20) === prefix.charCodeAt(0) &&
  value.slice(0, prefix.length).toLowerCase() === prefix
const isClusterAccount = (value: string): boolean => starts(value, 'cas_') && value.includes('}')
const recipientType = (attributes: DirectoryAttributes, bits: bigint): boolean => {
  const details = text(attributes, 'msExchRecipientTypeDetails')
  return details !== '' && /^\d+$/.test(details) && (BigInt(details) & bits) !== 0n
}

/** A conflict object's RDN holds a line feed and `CNF:`; on the wire it is escaped. */
const conflictObject: DefaultFilter = {
  name: 'replication conflict object',
  // Hardly any name holds a colon.
  holds: (_, dn) => dn.includes(':') && /(?:\\0A|\n)CNF:/i.test(dn),
}
const criticalSystemObject: DefaultFilter = {
  name: 'isCriticalSystemObject',
  holds: (attributes) =>
    attributes.isCriticalSystemObject !== undefined &&
    text(attributes, 'isCriticalSystemObject').toUpperCase() === 'TRUE',
}

/** A group of this size or more is not synchronised (any longer). */
const groupMemberLimit = 250_000
const securityGroup = 0x80000000

const userFilters: readonly DefaultFilter[] = [
  criticalSystemObject,
  { name: 'no sAMAccountName', holds: (attributes) => text(attributes, 'sAMAccountName') === '' },
  {
    name: 'account of Connect (AAD_)',
    holds: (attributes) => starts(text(attributes, 'sAMAccountName'), 'aad_'),
  },
  {
    name: 'account of Connect (MSOL_)',
    holds: (attributes) => starts(text(attributes, 'sAMAccountName'), 'msol_'),
  },
  {
    name: 'SUPPORT_388945a0',
    holds: (attributes) => text(attributes, 'sAMAccountName') === 'SUPPORT_388945a0',
  },
  {
    name: 'system mailbox',
    holds: (attributes) => starts(text(attributes, 'mailNickname'), 'systemmailbox{'),
  },
  {
    name: 'CAS_ account',
    holds: (attributes) =>
      isClusterAccount(text(attributes, 'mailNickname')) ||
      isClusterAccount(text(attributes, 'sAMAccountName')),
  },
  { name: 'system recipient type', holds: (attributes) => recipientType(attributes, 0x21c07000n) },
  conflictObject,
]

const groupFilters: readonly DefaultFilter[] = [
  criticalSystemObject,
  {
    name: 'MSOL_AD_Sync_RichCoexistence',
    holds: (attributes) => text(attributes, 'sAMAccountName') === 'MSOL_AD_Sync_RichCoexistence',
  },
  { name: 'role group', holds: (attributes) => recipientType(attributes, 0x40000000n) },
  {
    name: 'distribution group without mail',
    holds: (attributes) =>
      (Number(text(attributes, 'groupType')) & securityGroup) === 0 &&
      text(attributes, 'mail') === '' &&
      list(attributes, 'proxyAddresses').length === 0,
  },
  { name: 'too many members', holds: (attributes) => list(attributes, 'member').length >= groupMemberLimit },
  conflictObject,
]

const primaryAddress = (attributes: DirectoryAttributes): string =>
  list(attributes, 'proxyAddresses')
    .find((address) => address.startsWith('SMTP:'))
    ?.slice(5) ?? text(attributes, 'mail')

const contactFilters: readonly DefaultFilter[] = [
  criticalSystemObject,
  {
    name: 'no primary mail address',
    holds: (attributes) =>
      list(attributes, 'proxyAddresses').length === 0 || !primaryAddress(attributes).includes('@'),
  },
  {
    name: 'hidden (MSOL) contact',
    holds: (attributes) =>
      text(attributes, 'displayName').includes('(MSOL)') &&
      text(attributes, 'msExchHideFromAddressLists').toUpperCase() === 'TRUE',
  },
  conflictObject,
]

const filtersOf = {
  user: userFilters,
  inetOrgPerson: userFilters,
  group: groupFilters,
  contact: contactFilters,
}

/** The name of the filter that holds an object back, if one does. */
export function defaultFilter({ type, attributes, dn }: DirectoryObject): string | undefined {
  for (const { name, holds } of filtersOf[type]) if (holds(attributes, dn)) return name
  return undefined
}
