/** Permissions: scopes for people, application permissions for applications, and the directory role on top. */
import { enforces, type GraphAnswer, type GraphCall, type RouteAccess, refuse } from './graph-call.ts'

const holdsOne = (held: ReadonlySet<string>, wanted: readonly string[]): boolean =>
  wanted.some((each) => held.has(each))

/** Undefined when the call may go on. */
export function authorizeCall(call: GraphCall, access: RouteAccess): GraphAnswer | undefined {
  if (!enforces(call)) return undefined
  const { bearer } = call
  if (bearer.isApp)
    return holdsOne(bearer.appRoles, access.app) ? undefined : refuse(access.refusal ?? 'AccessDenied')
  const { scopes } = bearer
  const asUser =
    access.notAsUser !== true && access.scopes.length > 0 && scopes.has('Directory.AccessAsUser.All')
  const own = access.own !== undefined && isOwnObject(call)
  const scoped = asUser || holdsOne(scopes, access.scopes) || (own && holdsOne(scopes, access.own ?? []))
  if (!scoped) return refuse(access.refusal ?? 'AccessDenied')
  if (access.roles === undefined || (own && access.ownNeedsNoRole === true)) return undefined
  return bearer.directoryRoles().some((role) => access.roles?.includes(role))
    ? undefined
    : refuse(access.refusal ?? 'AccessDenied')
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
