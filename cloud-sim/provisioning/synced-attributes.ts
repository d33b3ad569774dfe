/** What the Connect server may write, by object type: names are Graph's, values are checked before anything is stored. */
import { z } from 'zod'
import { directoryExtensionName } from '../directory/directory-extensions.ts'

const text = (max: number) => z.string().max(max).nullable()
const texts = z.array(z.string().max(1024)).max(1000).nullable()
/** How many the service takes is not published: what is known is that too many make an object too large. */
const addresses = z.array(z.string().max(256)).max(400).nullable()

/** 100 KB, and 15 certificates (writeback.md §8.7, §8.8), as base64. */
const photo = z
  .base64()
  .max(4 * Math.ceil(102_400 / 3))
  .nullable()
const certificates = z.array(z.base64().max(65_536)).max(15).nullable()

const common = {
  displayName: text(256),
  mail: text(320),
  mailNickname: text(64),
  proxyAddresses: addresses,
  onPremisesSamAccountName: text(256),
  onPremisesSecurityIdentifier: text(190),
  onPremisesDomainName: text(255),
  onPremisesNetBiosName: text(64),
}

const person = {
  givenName: text(64),
  surname: text(64),
  jobTitle: text(128),
  department: text(64),
  companyName: text(64),
  officeLocation: text(128),
  streetAddress: text(1024),
  city: text(128),
  state: text(128),
  postalCode: text(40),
  country: text(128),
  businessPhones: texts,
  mobilePhone: text(64),
  faxNumber: text(64),
}

export const userAttributes = z
  .strictObject({
    ...common,
    ...person,
    accountEnabled: z.boolean(),
    userPrincipalName: z.string().max(113),
    onPremisesUserPrincipalName: text(1024),
    onPremisesDistinguishedName: text(2048),
    usageLocation: z.string().length(2).nullable(),
    preferredLanguage: text(35),
    employeeId: text(16),
    otherMails: texts,
    thumbnailPhoto: photo,
    userCertificate: certificates,
    userSMIMECertificate: certificates,
    /** Source anchor of the manager. */
    manager: text(1024),
  })
  .partial()

const extensionAttributeName = /^extensionAttribute([1-9]|1[0-5])$/

/** Extension attributes are kept together in the directory, so they are told apart here. */
export const extensionAttributes = z.record(z.string(), text(1024))
export const directoryExtensions = z.record(z.string(), z.union([text(1024), texts]))

type Named<Value> = Readonly<Record<string, Value>>

export function splitExtensions<Value>(attributes: Named<Value>): {
  readonly own: Named<Value>
  readonly extensions: Named<Value>
  readonly directoryExtensions: Named<Value>
} {
  const names = Object.keys(attributes)
  if (!names.some((name) => name.startsWith('extension')))
    return { own: attributes, extensions: {}, directoryExtensions: {} }
  const split = { own: {}, extensions: {}, directoryExtensions: {} }
  for (const name of names) Object.assign(split[kindOf(name)], { [name]: attributes[name] })
  return split
}

const kindOf = (name: string): 'own' | 'extensions' | 'directoryExtensions' => {
  if (!name.startsWith('extension')) return 'own'
  if (extensionAttributeName.test(name)) return 'extensions'
  return directoryExtensionName.test(name) ? 'directoryExtensions' : 'own'
}

export const groupAttributes = z
  .strictObject({
    ...common,
    description: text(1024),
    securityEnabled: z.boolean(),
    mailEnabled: z.boolean(),
    /** Source anchors of all members. */
    members: z.array(z.string()).max(250_000).nullable(),
  })
  .partial()

export const contactAttributes = z.strictObject({ ...common, ...person }).partial()

export type ContactAttributes = z.infer<typeof contactAttributes>
