/** Conditional Access as data: policies and locations as they are written. Sign-ins ask them (`oauth/access/`). */
import { z } from 'zod'
import { accessConditions, accessPolicyState, grantControls } from '#core/contracts/conditional-access.ts'
import { access } from '../call/access.ts'
import { context, type GraphCall, type GraphRoute, notFound, ok, whole } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { authenticationStrengths } from './authentication-strengths.ts'
import { type DocumentKind, documentRoutes } from './document-set.ts'

/** The store's collections, which sign-ins read. */
export const accessPolicies = 'cloud.conditional-access-policies'
export const namedLocations = 'cloud.named-locations'

const base = 'identity/conditionalAccess'
const loose = z.looseObject({}).nullable()

const policy = z.strictObject({
  id: z.string().optional(),
  displayName: z.string().min(1).max(256),
  state: accessPolicyState,
  conditions: accessConditions,
  grantControls: grantControls.nullish(),
  sessionControls: loose.optional(),
  templateId: z.string().nullish(),
})

/** Everybody is told what a policy does: one that neither grants nor limits is none. */
const complete = policy.refine((given) => given.grantControls != null || given.sessionControls != null, {
  path: ['grantControls'],
})

const policies: DocumentKind = {
  name: 'conditionalAccessPolicy',
  collection: accessPolicies,
  paths: [`${base}/policies`, 'policies/conditionalAccessPolicies'],
  members: {
    displayName: null,
    templateId: null,
    state: 'disabled',
    conditions: null,
    grantControls: null,
    sessionControls: null,
  },
  filters: { displayName: 'eq startsWith', state: 'eq' },
  body: complete.transform(({ id: _id, ...members }) => members),
  changes: policy.partial().transform(({ id: _id, ...members }) => members),
  read: access.readPolicies,
  write: access.writeConditionalAccess,
}

const cidr = z.union([z.cidrv4(), z.cidrv6()])
const location = z.strictObject({
  '@odata.type': z.enum(['#microsoft.graph.ipNamedLocation', '#microsoft.graph.countryNamedLocation']),
  id: z.string().optional(),
  displayName: z.string().min(1).max(256),
  isTrusted: z.boolean().optional(),
  ipRanges: z.array(z.looseObject({ cidrAddress: cidr })).optional(),
  countriesAndRegions: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
  includeUnknownCountriesAndRegions: z.boolean().optional(),
  countryLookupMethod: z.enum(['clientIpAddress', 'authenticatorAppGps']).optional(),
})

const isWhole = (given: z.infer<typeof location>): boolean =>
  given['@odata.type'] === '#microsoft.graph.ipNamedLocation'
    ? given.ipRanges !== undefined
    : given.countriesAndRegions !== undefined

/** Members of the other kind of location are not shown. */
const locations: DocumentKind = {
  name: 'namedLocation',
  collection: namedLocations,
  paths: [`${base}/namedLocations`],
  members: {
    '@odata.type': undefined,
    displayName: null,
    isTrusted: undefined,
    ipRanges: undefined,
    countriesAndRegions: undefined,
    includeUnknownCountriesAndRegions: undefined,
    countryLookupMethod: undefined,
  },
  filters: { displayName: 'eq startsWith' },
  body: location.refine(isWhole, { path: ['ipRanges'] }).transform(({ id: _id, ...members }) => ({
    ...members,
    ...(members['@odata.type'] === '#microsoft.graph.ipNamedLocation'
      ? { isTrusted: members.isTrusted ?? false }
      : {
          includeUnknownCountriesAndRegions: members.includeUnknownCountriesAndRegions ?? false,
          countryLookupMethod: members.countryLookupMethod ?? 'clientIpAddress',
        }),
  })),
  changes: location.partial().transform(({ id: _id, ...members }) => members),
  read: access.readPolicies,
  write: access.writeConditionalAccess,
}

const strengths = (call: GraphCall) =>
  whole(call, 'policies/authenticationStrengthPolicies', authenticationStrengths)

const oneStrength = (call: GraphCall) => {
  const id = call.params.strength ?? ''
  const found = authenticationStrengths.find((each) => each.id === id.toLowerCase())
  return found === undefined
    ? notFound(id)
    : ok({ '@odata.context': context(call, 'policies/authenticationStrengthPolicies/$entity'), ...found })
}

const strengthPaths = [`${base}/authenticationStrength/policies`, 'policies/authenticationStrengthPolicies']
const emptyPaths = [`${base}/authenticationContextClassReferences`, `${base}/templates`]

export const conditionalAccessRoutes: readonly GraphRoute[] = [
  ...documentRoutes(policies),
  ...documentRoutes(locations),
  ...strengthPaths.flatMap((path) => [
    route('GET', path, access.readPolicies, strengths),
    route('GET', `${path}/{strength}`, access.readPolicies, oneStrength),
  ]),
  ...emptyPaths.map((path) => route('GET', path, access.readPolicies, (call) => whole(call, path, []))),
]
