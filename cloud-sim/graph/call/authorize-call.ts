/** Permissions: scopes for people, application permissions for applications, and the directory role on top. */
import {
  enforces,
  type GraphAnswer,
  type GraphCall,
  type RouteAccess,
  refuse,
  rolesOver,
} from './graph-call.ts'

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
  const opens = (role: string) => access.roles?.includes(role) === true
  return bearer.directoryRoles().some(opens) || rolesInUnit(call).some(opens)
    ? undefined
    : refuse(access.refusal ?? 'AccessDenied')
}

/** Roles over an administrative unit count for the user or group that the path names. */
function rolesInUnit(call: GraphCall): readonly string[] {
  const { user, group } = call.params
  const target = user === undefined ? group?.toLowerCase() : call.directory.findUser(user)?.id
  return target === undefined ? [] : rolesOver(call, target)
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
