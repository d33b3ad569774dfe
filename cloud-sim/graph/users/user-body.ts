/** What a client may write to a user: the properties, their types, and who masters them. */
import { z } from 'zod'
import type { CloudUser } from '#core/entra/model.ts'
import { invalid } from '../call/graph-call.ts'

const text = (most = 256) => z.string().max(most).nullable()
const texts = z.array(z.string().max(256)).max(250)

const passwordProfile = z.strictObject({
  '@odata.type': z.string().optional(),
  password: z.string().max(256).nullish(),
  forceChangePasswordNextSignIn: z.boolean().nullish(),
  forceChangePasswordNextSignInWithMfa: z.boolean().nullish(),
})
export type PasswordProfile = z.infer<typeof passwordProfile>

/** `A–Z a–z 0–9 ' . - _ ! # ^ ~`, at most 64 + @ + 48 characters, no dot right before the @. */
const userPrincipalName = z
  .string()
  .max(113)
  .regex(/^[A-Za-z0-9'.\-_!#^~]{1,64}(?<!\.)@[A-Za-z0-9.-]{1,48}$/)

const instant = z.iso.datetime({ offset: true }).nullable()

const details = z.object({
  ageGroup: z.enum(['Minor', 'NotAdult', 'Adult']).nullable(),
  consentProvidedForMinor: z.enum(['Granted', 'Denied', 'NotRequired']).nullable(),
  employeeHireDate: instant,
  employeeLeaveDateTime: instant,
  employeeOrgData: z
    .strictObject({
      '@odata.type': z.string().optional(),
      costCenter: text().default(null),
      division: text().default(null),
    })
    .transform(({ costCenter, division }) => ({ costCenter, division }))
    .nullable(),
  preferredDataLocation: text(3),
  showInAddressList: z.boolean().nullable(),
})
const detailNames = Object.keys(details.shape)

const writable = z.strictObject({
  '@odata.type': z.string().optional(),
  '@odata.context': z.string().optional(),
  accountEnabled: z.boolean(),
  ...details.shape,
  businessPhones: z.array(z.string().max(64)).max(1),
  city: text(128),
  companyName: text(64),
  country: text(128),
  department: text(64),
  displayName: z.string().min(1).max(256),
  employeeId: text(16),
  employeeType: text(),
  faxNumber: text(64),
  givenName: text(64),
  jobTitle: text(128),
  mail: text(),
  mailNickname: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^@()\\[\]";:<>, ]+$/),
  mobilePhone: text(64),
  officeLocation: text(128),
  onPremisesImmutableId: text(),
  onPremisesExtensionAttributes: z.record(z.string().regex(/^extensionAttribute([1-9]|1[0-5])$/), text(1024)),
  otherMails: texts,
  passwordPolicies: text(),
  passwordProfile,
  postalCode: text(40),
  preferredLanguage: text(40),
  state: text(128),
  streetAddress: text(1024),
  surname: text(64),
  usageLocation: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .nullable(),
  userPrincipalName,
  userType: z.enum(['Member', 'Guest']).nullable(),
})
export const userBody = writable.partial()
export type UserBody = z.infer<typeof userBody>

/** Creating asks for five properties, a password among them. */
export const newUserBody = userBody
  .required({
    accountEnabled: true,
    displayName: true,
    mailNickname: true,
    passwordProfile: true,
    userPrincipalName: true,
  })
  .extend({ passwordProfile: passwordProfile.extend({ password: z.string().min(1).max(256) }) })

/** Mastered on premises while the user is synchronised; the list is the product's as reported, no table is published. */
const mastered: readonly (keyof UserBody)[] = [
  'displayName',
  'givenName',
  'surname',
  'userPrincipalName',
  'mail',
  'mailNickname',
  'jobTitle',
  'department',
  'companyName',
  'employeeId',
  'officeLocation',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
  'faxNumber',
  'mobilePhone',
  'businessPhones',
  'onPremisesImmutableId',
  'onPremisesExtensionAttributes',
]

export const touchesMastered = (body: UserBody): boolean => mastered.some((name) => body[name] !== undefined)

/** Only these may be changed by the users themselves. */
const ownWritable: readonly string[] = [
  'mobilePhone',
  'businessPhones',
  'preferredLanguage',
  'givenName',
  'surname',
  'displayName',
  'jobTitle',
  'officeLocation',
  'city',
  'state',
  'country',
  'postalCode',
  'streetAddress',
  'otherMails',
  '@odata.type',
  '@odata.context',
]
export const onlyOwnWritable = (body: UserBody): boolean =>
  Object.keys(body).every((name) => ownWritable.includes(name))

/** Behind the matrix of who may change whom. */
const sensitive: readonly (keyof UserBody)[] = [
  'accountEnabled',
  'businessPhones',
  'mobilePhone',
  'onPremisesImmutableId',
  'otherMails',
  'userPrincipalName',
]
export const touchesSensitive = (body: UserBody): boolean =>
  sensitive.some((name) => body[name] !== undefined)

/** The record's properties that the body sets. Synced extension attributes are merged, not replaced. */
export function changesOf(body: UserBody, user: CloudUser): Partial<CloudUser> {
  const {
    passwordProfile: _password,
    '@odata.type': _type,
    '@odata.context': _context,
    onPremisesExtensionAttributes,
    userType,
    ...plain
  } = body
  const set = Object.entries(plain).filter(([, value]) => value !== undefined)
  const isDetail = ([name]: readonly [string, unknown]) => detailNames.includes(name)
  const given = Object.fromEntries(set.filter(isDetail))
  return {
    ...Object.fromEntries(set.filter((entry) => !isDetail(entry))),
    ...(Object.keys(given).length === 0 ? {} : { details: { ...user.details, ...given } }),
    ...(userType == null ? {} : { userType }),
    ...(body.usageLocation == null ? {} : { usageLocation: body.usageLocation.toUpperCase() }),
    ...(onPremisesExtensionAttributes === undefined
      ? {}
      : {
          onPremisesExtensionAttributes: {
            ...user.onPremisesExtensionAttributes,
            ...onPremisesExtensionAttributes,
          },
        }),
  }
}

export const passwordPoliciesFit = (policies: string | null | undefined): boolean =>
  policies == null ||
  policies
    .split(',')
    .every((policy) => ['None', 'DisablePasswordExpiration', 'DisableStrongPassword'].includes(policy.trim()))

export const badPolicies = invalid(
  "Invalid value specified for property 'passwordPolicies' of resource 'User'.",
)
