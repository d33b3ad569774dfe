/** Permissions: scopes for people, application permissions for applications, and the directory role on top. */
import { enforces, type GraphAnswer, type GraphCall, type RouteAccess, refuse } from './graph-call.ts'

const holdsOne = (held: ReadonlySet<string>, wanted: readonly string[]): boolean =>
  wanted.some((each) => held.has(each))

/** Undefined when the call may go on. */
export function authorizeCall(call: GraphCall, access: RouteAccess): GraphAnswer | undefined {
  if (!enforces(call)) return undefined
  const { bearer } = call
  const denied = refuse(access.refusal ?? 'AccessDenied')
  if (bearer.isApp) return holdsOne(bearer.appRoles, access.app) ? undefined : denied
  const own = isOwnObject(call)
  const asUser =
    access.notAsUser !== true && access.scopes.length > 0 && bearer.scopes.has('Directory.AccessAsUser.All')
  const scoped =
    holdsOne(bearer.scopes, access.scopes) || asUser || (own && holdsOne(bearer.scopes, access.own ?? []))
  if (!scoped) return denied
  if (access.roles === undefined || (own && access.ownNeedsNoRole === true)) return undefined
  return bearer.directoryRoles().some((role) => access.roles?.includes(role)) ? undefined : denied
}

function isOwnObject({ params, bearer }: GraphCall): boolean {
  const { user } = params
  return (
    user !== undefined &&
    bearer.user !== undefined &&
    (user.toLowerCase() === bearer.user.id ||
      user.toLowerCase() === bearer.user.userPrincipalName.toLowerCase())
  )
}
