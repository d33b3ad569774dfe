/**
 * Azure AD app and attribute filtering: which attributes of the tenant each cloud service uses, and which no selection takes
 * away. Source: the product's table of attributes synchronised per service, of those that our rules flow.
 */
import { inOrderOfRules } from './target-attributes.ts'

export const cloudApps = [
  'Office 365 ProPlus',
  'Exchange Online',
  'SharePoint Online',
  'Teams and Skype for Business Online',
  'Azure RMS',
  'Intune',
  'Dynamics CRM',
  '3rd party applications',
] as const
export type CloudApp = (typeof cloudApps)[number]

export const isCloudApp = (name: string): name is CloudApp => cloudApps.some((app) => app === name)

/** Without them an object is nobody: they cannot be cleared. */
const mandatory: ReadonlySet<string> = new Set([
  'accountEnabled',
  'displayName',
  'userPrincipalName',
  'mailNickname',
  'securityEnabled',
  'mailEnabled',
  'members',
])

const isMandatory = (attribute: string): boolean =>
  mandatory.has(attribute) || attribute.startsWith('onPremises')

const address = ['streetAddress', 'city', 'state', 'postalCode', 'country', 'officeLocation']
const person = ['givenName', 'surname', 'jobTitle', 'department', 'companyName', 'manager']
const phones = ['businessPhones', 'mobilePhone', 'faxNumber']
const mail = ['mail', 'proxyAddresses']
const photo = ['thumbnailPhoto']
const certificates = ['userCertificate', 'userSMIMECertificate']
const extensions = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`)

const used: Readonly<Record<CloudApp, readonly string[]>> = {
  'Office 365 ProPlus': ['usageLocation'],
  'Exchange Online': [
    ...address,
    ...person,
    ...phones,
    ...mail,
    ...photo,
    ...certificates,
    ...extensions,
    'description',
    'usageLocation',
    'preferredLanguage',
  ],
  'SharePoint Online': [
    ...photo,
    ...address,
    ...person,
    ...phones,
    ...mail,
    'description',
    'usageLocation',
    'preferredLanguage',
  ],
  'Teams and Skype for Business Online': [
    ...photo,
    ...address,
    ...person,
    ...phones,
    ...mail,
    'description',
    'usageLocation',
    'preferredLanguage',
  ],
  'Azure RMS': [...mail, 'usageLocation'],
  Intune: [...mail, 'country', 'description', 'usageLocation'],
  'Dynamics CRM': [
    ...address,
    ...person.filter((name) => name !== 'department'),
    ...phones,
    'description',
    'usageLocation',
    'preferredLanguage',
  ],
  '3rd party applications': [...mail, 'employeeId', 'givenName', 'surname', 'usageLocation'],
}

export interface AttributeFiltering {
  /** Services that are used; null: all of them. */
  readonly apps: readonly CloudApp[] | null
  /** Attributes cleared one by one besides. */
  readonly leftOut: readonly string[]
}

export interface OfferedAttribute {
  readonly name: string
  readonly selected: boolean
  readonly mandatory: boolean
}

/** The page “Azure AD attributes”: what the chosen services use, each with its check-box. */
export function offeredAttributes({ apps, leftOut }: AttributeFiltering): readonly OfferedAttribute[] {
  const wanted = apps === null ? undefined : new Set(apps.flatMap((app) => used[app]))
  return inOrderOfRules
    .filter((name) => isMandatory(name) || wanted === undefined || wanted.has(name))
    .map((name) => ({
      name,
      mandatory: isMandatory(name),
      selected: isMandatory(name) || !leftOut.includes(name),
    }))
}

/** What does not flow. */
export function leftOutBy(filtering: AttributeFiltering | undefined): readonly string[] {
  if (filtering === undefined) return []
  const flowing = new Set(
    offeredAttributes(filtering).flatMap(({ name, selected }) => (selected ? [name] : [])),
  )
  return inOrderOfRules.filter((name) => !flowing.has(name))
}
