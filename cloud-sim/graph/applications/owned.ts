/**
 * Who may change an application or service principal: by directory role or permission, or because they own it.
 * `Application.ReadWrite.OwnedBy` opens to an application what it owns, and nothing else.
 */
import { type Answering, enforces, type GraphCall, refuse } from '../call/graph-call.ts'
import type { Handler } from '../call/route.ts'
import { type EntitySet, on } from '../odata/entity-set.ts'

const managers = ['Global Administrator', 'Application Administrator', 'Cloud Application Administrator']
const forAll = ['Application.ReadWrite.All', 'Directory.ReadWrite.All']

function mayChange(call: GraphCall, id: string): boolean {
  const { bearer, directory } = call
  if (!enforces(call)) return true
  const caller = bearer.isApp ? bearer.servicePrincipal?.id : bearer.user?.id
  if (caller !== undefined && directory.links.has('owner', id, caller)) return true
  return bearer.isApp
    ? forAll.some((permission) => bearer.appRoles.has(permission))
    : bearer.directoryRoles().some((role) => managers.includes(role))
}

/** A handler below one row of the set, for those who may change it. */
export const owned = <Row extends { readonly id: string }>(
  set: EntitySet<Row>,
  act: (call: GraphCall, row: Row) => Answering,
): Handler => on(set)((call, row) => (mayChange(call, row.id) ? act(call, row) : refuse('AccessDenied')))
