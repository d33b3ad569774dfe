/** Objects in scope that match, from an index where there is one, else by walking the scope. */
import { type Filter, matchesAll } from '#core/active-directory/filter.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import type { DirectoryObject } from '../../store/records.ts'
import { accessTo } from '../access.ts'
import type { OperationContext } from '../operation.ts'
import { compileFilter, type Matcher } from './compile-filter.ts'
import { planFilter } from './plan.ts'

export interface Scope {
  readonly bases: readonly DirectoryObject[]
  readonly depth: 'base' | 'children' | 'subtree'
  /** Whether continuation references go with the answer. */
  readonly references: boolean
}

/** Gives undefined for objects that were looked at and do not match, so that the caller can count its work. */
export function candidates(
  context: OperationContext,
  scope: Scope,
  filter: Filter,
): Iterable<DirectoryObject | undefined> {
  const matcher = matchesAll(filter) ? () => 1 as const : compileFilter(context, filter)
  const [base] = scope.bases
  if (scope.depth === 'base') return base === undefined ? [] : [matching(context, matcher, base)]
  return filtered(context, matcher, objectsOf(context, scope, filter))
}

function objectsOf(context: OperationContext, scope: Scope, filter: Filter): Iterable<DirectoryObject> {
  const plan = planFilter(context, filter)
  const size = scope.depth === 'children' ? childCount(context, scope) : context.directory.objects.size
  if (plan !== undefined && plan.cost < size) return planned(context, scope, plan.ids())
  return scope.depth === 'children' ? children(context, scope) : subtree(context, scope)
}

const childCount = ({ directory }: OperationContext, { bases }: Scope): number =>
  bases.reduce((sum, base) => sum + directory.tree.children(base.id).size, 0)

function* filtered(
  context: OperationContext,
  matcher: Matcher,
  objects: Iterable<DirectoryObject>,
): Iterable<DirectoryObject | undefined> {
  const isListed = listedIn(context)
  for (const object of objects) yield isListed(object) ? matching(context, matcher, object) : undefined
}

function matching(
  context: OperationContext,
  matcher: Matcher,
  object: DirectoryObject,
): DirectoryObject | undefined {
  return matcher(object, accessTo(context, object)) === 1 ? object : undefined
}

/** Whether the caller may know of an object; siblings share what their parent says. */
function listedIn(context: OperationContext): (object: DirectoryObject) => boolean {
  let last: DirectoryObject | undefined
  let lastLists = false
  const listsChildren = (object: DirectoryObject): boolean => {
    const parent = context.directory.parentOf(object)
    if (parent === undefined) return true
    if (parent !== last) lastLists = accessTo(context, parent).allows(rights.listChildren)
    last = parent
    return lastLists
  }
  return (object) => {
    if (object.attributes.isDeleted !== undefined && !context.controls.showDeleted) return false
    return listsChildren(object) || accessTo(context, object).allows(rights.listObject)
  }
}

function* planned(
  { directory }: OperationContext,
  scope: Scope,
  ids: Iterable<string>,
): Iterable<DirectoryObject> {
  const bases = new Set(scope.bases.map((base) => base.id))
  for (const id of ids) {
    const object = directory.get(id)
    if (object === undefined) continue
    if (
      scope.depth === 'children'
        ? bases.has(object.parent)
        : scope.bases.some((base) => directory.tree.isBelow(object, base.id))
    )
      yield object
  }
}

function* children({ directory }: OperationContext, { bases }: Scope): Iterable<DirectoryObject> {
  for (const base of bases) {
    if (base.objectClass === 'dMD') directory.schemaObjects.ensure()
    for (const id of directory.tree.children(base.id).values()) {
      const object = directory.get(id)
      if (object !== undefined) yield object
    }
  }
}

function* subtree({ directory }: OperationContext, { bases }: Scope): Iterable<DirectoryObject> {
  const waiting = [...bases].reverse()
  for (let object = waiting.pop(); object !== undefined; object = waiting.pop()) {
    yield object
    if (object.objectClass === 'dMD') directory.schemaObjects.ensure()
    const below = directory.tree.children(object.id)
    if (below.size > 0) yield* leavesAndContainers(directory, below, waiting)
  }
}

/** Leaves at once; what has children waits its turn, so that a wide container is never copied. */
function* leavesAndContainers(
  directory: OperationContext['directory'],
  below: ReadonlyMap<string, string>,
  waiting: DirectoryObject[],
): Iterable<DirectoryObject> {
  for (const id of below.values()) {
    const child = directory.get(id)
    if (child === undefined) continue
    if (directory.tree.children(id).size > 0 || child.objectClass === 'dMD') waiting.push(child)
    else yield child
  }
}
