/**
 * Members of applications and service principals that the lab keeps as they were written, and does nothing with: tools
 * that compare what they wrote with what is there find it again.
 */
import { modelTypes } from '../metadata/graph-model.ts'

type Members = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** By path; those inside an object are kept one by one. */
export const notedPaths = {
  application: [
    'notes',
    'groupMembershipClaims',
    'optionalClaims',
    'serviceManagementReference',
    'info/logoUrl',
    'info/marketingUrl',
    'info/privacyStatementUrl',
    'info/supportUrl',
    'info/termsOfServiceUrl',
    'web/homePageUrl',
    'api/acceptMappedClaims',
    'api/knownClientApplications',
    'api/preAuthorizedApplications',
  ],
  servicePrincipal: [
    'notes',
    'description',
    'homepage',
    'loginUrl',
    'logoutUrl',
    'preferredSingleSignOnMode',
    'notificationEmailAddresses',
    'alternativeNames',
  ],
} as const

/** What a body says of them. */
export function notedIn(paths: readonly string[], body: unknown): Members {
  if (!isObject(body)) return {}
  const found = paths.flatMap((path): [string, unknown][] => {
    const [first = '', second] = path.split('/')
    const outer = body[first]
    if (second === undefined) return outer === undefined ? [] : [[path, outer]]
    return isObject(outer) && outer[second] !== undefined ? [[path, outer[second]]] : []
  })
  return Object.fromEntries(found)
}

/** The first member that the published type does not have. */
export const strangerIn = (type: string, body: unknown): string | undefined =>
  isObject(body)
    ? Object.keys(body).find(
        (name) =>
          name !== 'id' &&
          name !== 'deletedDateTime' &&
          !name.includes('@') &&
          modelTypes.get(type)?.members.has(name) !== true,
      )
    : undefined
