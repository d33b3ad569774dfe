/** Finds the route of a path: a tree over segments, so that a look-up costs the path's length and not the table's. */
import type { GraphRoute } from './graph-call.ts'

interface Node {
  readonly children: Map<string, Node>
  parameter: { readonly name: string; readonly node: Node } | undefined
  readonly routes: Map<string, GraphRoute>
}

export type FoundRoute =
  | { readonly found: 'route'; readonly route: GraphRoute; readonly params: Readonly<Record<string, string>> }
  | { readonly found: 'other-method' }
  | { readonly found: 'nothing'; readonly segment: string }

export interface RouteTable {
  find(method: string, segments: readonly string[]): FoundRoute
}

const newNode = (): Node => ({ children: new Map(), parameter: undefined, routes: new Map() })

function insert(root: Node, route: GraphRoute): void {
  let node = root
  for (const segment of route.path.split('/')) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1]
    if (name !== undefined) {
      node.parameter ??= { name, node: newNode() }
      if (node.parameter.name !== name)
        throw new Error(`${name} and ${node.parameter.name} name the same segment`)
      node = node.parameter.node
      continue
    }
    const next = node.children.get(segment.toLowerCase()) ?? newNode()
    node.children.set(segment.toLowerCase(), next)
    node = next
  }
  if (node.routes.has(route.method)) throw new Error(`two routes for ${route.method} ${route.path}`)
  node.routes.set(route.method, route)
}

interface Walk {
  /** Undefined when the path leads nowhere; then `stuckAt` says which segment was not understood. */
  node: Node | undefined
  stuckAt: number
  readonly params: Record<string, string>
}

/** A name goes before a parameter; where the name leads nowhere, the parameter is tried. */
function walk(node: Node, segments: readonly string[], at: number, found: Walk): boolean {
  const segment = segments[at]
  if (segment === undefined) {
    found.node = node
    return node.routes.size > 0
  }
  found.stuckAt = Math.max(found.stuckAt, at)
  const child = node.children.get(segment) ?? node.children.get(segment.toLowerCase())
  if (child !== undefined && walk(child, segments, at + 1, found)) return true
  if (node.parameter === undefined) return false
  found.params[node.parameter.name] = segment
  return walk(node.parameter.node, segments, at + 1, found)
}

export function createRouteTable(routes: readonly GraphRoute[]): RouteTable {
  const root = newNode()
  for (const route of routes) insert(root, route)
  return {
    find: (method, segments) => {
      const found: Walk = { node: undefined, stuckAt: 0, params: {} }
      if (!walk(root, segments, 0, found) || found.node === undefined)
        return { found: 'nothing', segment: segments[found.stuckAt] ?? '' }
      const route = found.node.routes.get(method)
      return route === undefined ? { found: 'other-method' } : { found: 'route', route, params: found.params }
    },
  }
}
