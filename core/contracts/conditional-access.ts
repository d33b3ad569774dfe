/** Conditional Access policies and named locations, as Graph takes them and as the store keeps them. */
import { z } from 'zod'

const texts = z.array(z.string()).default([])
const loose = z.looseObject({}).nullable()

const users = z.looseObject({
  includeUsers: texts,
  excludeUsers: texts,
  includeGroups: texts,
  excludeGroups: texts,
  includeRoles: texts,
  excludeRoles: texts,
  includeGuestsOrExternalUsers: loose.default(null),
  excludeGuestsOrExternalUsers: loose.default(null),
})

const applications = z.looseObject({
  includeApplications: texts,
  excludeApplications: texts,
  includeUserActions: texts,
  includeAuthenticationContextClassReferences: texts,
  applicationFilter: loose.default(null),
})

const platforms = z.looseObject({ includePlatforms: texts, excludePlatforms: texts })
const locations = z.looseObject({ includeLocations: texts, excludeLocations: texts })
const devices = z.looseObject({
  deviceFilter: z.looseObject({ mode: z.enum(['include', 'exclude']) }).nullish(),
})

export const accessConditions = z.looseObject({
  userRiskLevels: texts,
  signInRiskLevels: texts,
  servicePrincipalRiskLevels: texts,
  clientAppTypes: z.array(z.string()).default(['all']),
  platforms: platforms.nullable().default(null),
  locations: locations.nullable().default(null),
  devices: devices.nullable().default(null),
  clientApplications: loose.default(null),
  applications,
  users,
})

export const grantControls = z.looseObject({
  operator: z.enum(['AND', 'OR']),
  builtInControls: texts,
  customAuthenticationFactors: texts,
  termsOfUse: texts,
  authenticationStrength: z.looseObject({ id: z.string().optional() }).nullable().default(null),
})

export const accessPolicyState = z.enum(['enabled', 'disabled', 'enabledForReportingButNotEnforced'])

/** What of a stored policy a sign-in asks. */
export const storedAccessPolicy = z.object({
  displayName: z.string(),
  state: accessPolicyState,
  conditions: accessConditions,
  grantControls: grantControls.nullish(),
})
export type StoredAccessPolicy = z.infer<typeof storedAccessPolicy>
export type AccessPolicy = StoredAccessPolicy & { readonly id: string }
