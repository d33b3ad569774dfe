/** The kinds of objects that the console tells apart. */

import { groupTypes, has, uac } from '#core/active-directory/user-account-control.ts'
import type { DirectoryEntry } from '#core/contracts/directory-console.ts'
import type { IconName } from '../../display/icon-shapes.ts'
import { t } from '../../lab/language.ts'
import { numberOf, textOf, textsOf } from './entry-values.ts'

export type ObjectKind = 'user' | 'group' | 'computer' | 'contact' | 'unit' | 'container' | 'domain' | 'other'

export const kindIcons: Record<ObjectKind, IconName> = {
  user: 'person',
  group: 'people',
  computer: 'laptop',
  contact: 'mail',
  unit: 'folder',
  container: 'folder',
  domain: 'directory',
  other: 'window',
}

/** The most derived class decides; it stands last. */
const byClass: Readonly<Record<string, ObjectKind>> = {
  user: 'user',
  inetOrgPerson: 'user',
  'msDS-ManagedServiceAccount': 'user',
  group: 'group',
  computer: 'computer',
  contact: 'contact',
  organizationalUnit: 'unit',
  container: 'container',
  builtinDomain: 'container',
  lostAndFound: 'container',
  domainDNS: 'domain',
}

export const kindOf = (entry: DirectoryEntry): ObjectKind =>
  byClass[textsOf(entry, 'objectClass').at(-1) ?? ''] ?? 'other'

const kindNames: Record<Exclude<ObjectKind, 'group' | 'other'>, string> = {
  user: 'User',
  computer: 'Computer',
  contact: 'Contact',
  unit: 'Organizational unit',
  container: 'Container',
  domain: 'Domain',
}

const groupNames = {
  universal: ['Universal security group', 'Universal distribution group'],
  domainLocal: ['Domain local security group', 'Domain local distribution group'],
  global: ['Global security group', 'Global distribution group'],
} as const

function groupName(type: number): string {
  const scope = has(type, groupTypes.universal)
    ? 'universal'
    : has(type, groupTypes.domainLocal)
      ? 'domainLocal'
      : 'global'
  const [security, distribution] = groupNames[scope]
  return t(has(type, groupTypes.security) ? security : distribution)
}

export function typeName(entry: DirectoryEntry): string {
  const kind = kindOf(entry)
  if (kind === 'group') return groupName(numberOf(entry, 'groupType'))
  return kind === 'other' ? (textsOf(entry, 'objectClass').at(-1) ?? '') : t(kindNames[kind])
}

export const holdsChildren = (kind: ObjectKind): boolean =>
  kind === 'unit' || kind === 'container' || kind === 'domain'

export const isDisabled = (entry: DirectoryEntry): boolean =>
  has(numberOf(entry, 'userAccountControl'), uac.accountDisable)

/** As the domain controller works it out, lockout duration included. */
export const isLocked = (entry: DirectoryEntry): boolean =>
  has(numberOf(entry, 'msDS-User-Account-Control-Computed'), uac.lockout)

export function stateOf(entry: DirectoryEntry): string {
  const states = [isDisabled(entry) && t('Disabled'), isLocked(entry) && t('Locked out')].filter(Boolean)
  return states.join(', ')
}

export const nameOf = (entry: DirectoryEntry): string =>
  textOf(entry, 'name') || textOf(entry, 'cn') || textOf(entry, 'ou') || entry.dn
