/** What a client may write to a user: the properties, their types, and who masters them. */
import { z } from 'zod'
import type { CloudUser } from '#core/entra/model.ts'
import { type GraphAnswer, invalid, refuse } from '../call/graph-call.ts'

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

const writable = z.strictObject({
  '@odata.type': z.string().optional(),
  '@odata.context': z.string().optional(),
  accountEnabled: z.boolean(),
  ageGroup: z.null(),
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
const partial = writable.partial()
export type UserBody = z.infer<typeof partial>

const required = [
  'accountEnabled',
  'displayName',
  'mailNickname',
  'passwordProfile',
  'userPrincipalName',
] as const

export type ReadBody =
  | { readonly ok: true; readonly body: UserBody }
  | { readonly ok: false; readonly answer: GraphAnswer }

const no = (answer: GraphAnswer): ReadBody => ({ ok: false, answer })

export function readUserBody(given: unknown): ReadBody {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return no(refuse('BodyMalformed'))
  const parsed = partial.safeParse(given)
  if (parsed.success) return { ok: true, body: parsed.data }
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys')
    return no(refuse('PropertyUnknown', { property: issue.keys[0] ?? '', type: 'user' }))
  return no(refuse('PropertyInvalid', { property: String(issue?.path[0] ?? ''), type: 'User' }))
}

/** Creating asks for five properties. */
export function readNewUser(given: unknown): ReadBody {
  const read = readUserBody(given)
  if (!read.ok) return read
  const missing = required.find((name) => read.body[name] === undefined)
  if (missing !== undefined) return no(refuse('PropertyMissing', { property: missing, type: 'User' }))
  if (read.body.passwordProfile?.password == null || read.body.passwordProfile.password === '')
    return no(refuse('PropertyMissing', { property: 'passwordProfile', type: 'User' }))
  return read
}

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
    ageGroup: _age,
    '@odata.type': _type,
    '@odata.context': _context,
    onPremisesExtensionAttributes,
    userType,
    ...plain
  } = body
  const set = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))
  return {
    ...set,
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
