/** Which pages an object of each kind has, and the texts of its General page. */
import type { ObjectKind } from '../object-kinds.ts'

export const pageTitles = {
  general: 'General',
  account: 'Account',
  members: 'Members',
  'member-of': 'Member of',
  object: 'Object',
  security: 'Security',
  attributes: 'Attribute editor',
} as const
export type PropertyPage = keyof typeof pageTitles

export const pagesOf: Record<ObjectKind, readonly PropertyPage[]> = {
  user: ['general', 'account', 'member-of', 'object', 'security', 'attributes'],
  group: ['general', 'members', 'member-of', 'object', 'security', 'attributes'],
  computer: ['general', 'account', 'member-of', 'object', 'security', 'attributes'],
  contact: ['general', 'member-of', 'object', 'security', 'attributes'],
  unit: ['general', 'object', 'security', 'attributes'],
  container: ['general', 'object', 'security', 'attributes'],
  domain: ['general', 'object', 'security', 'attributes'],
  other: ['object', 'security', 'attributes'],
}

/** Attribute and its label, in the order of the page. */
const person = [
  ['givenName', 'First name'],
  ['initials', 'Initials'],
  ['sn', 'Last name'],
  ['displayName', 'Display name'],
  ['description', 'Description'],
  ['physicalDeliveryOfficeName', 'Office'],
  ['telephoneNumber', 'Telephone number'],
  ['mobile', 'Mobile'],
  ['mail', 'E-mail'],
  ['wWWHomePage', 'Web page'],
  ['title', 'Job title'],
  ['department', 'Department'],
  ['company', 'Company'],
  ['streetAddress', 'Street'],
  ['l', 'City'],
  ['postalCode', 'Postal code'],
  ['c', 'Country (two letters)'],
] as const
const place = [
  ['description', 'Description'],
  ['street', 'Street'],
  ['l', 'City'],
  ['postalCode', 'Postal code'],
] as const

export const generalFields: Record<ObjectKind, readonly (readonly [string, string])[]> = {
  user: person,
  contact: person,
  group: [
    ['sAMAccountName', 'Group name (pre-Windows 2000)'],
    ['description', 'Description'],
    ['mail', 'E-mail'],
    ['info', 'Notes'],
  ],
  computer: [
    ['sAMAccountName', 'Computer name (pre-Windows 2000)'],
    ['dNSHostName', 'DNS name'],
    ['operatingSystem', 'Operating system'],
    ['description', 'Description'],
  ],
  unit: place,
  container: [['description', 'Description']],
  domain: [['description', 'Description']],
  other: [],
}
