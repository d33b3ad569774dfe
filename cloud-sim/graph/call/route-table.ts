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

type Walk = { readonly node: Node; readonly params: Record<string, string> } | { readonly stuckAt: number }

/** A name goes before a parameter; where the name leads nowhere, the parameter is tried. */
function walk(node: Node, segments: readonly string[], at: number, params: Record<string, string>): Walk {
  const segment = segments[at]
  if (segment === undefined) return { node, params }
  const child = node.children.get(segment.toLowerCase())
  const named = child === undefined ? { stuckAt: at } : walk(child, segments, at + 1, params)
  if ('node' in named && named.node.routes.size > 0) return named
  if (node.parameter === undefined) return named
  const valued = walk(node.parameter.node, segments, at + 1, { ...params, [node.parameter.name]: segment })
  return 'node' in valued || 'node' in named ? valued : named.stuckAt > valued.stuckAt ? named : valued
}

export function createRouteTable(routes: readonly GraphRoute[]): RouteTable {
  const root = newNode()
  for (const route of routes) insert(root, route)
  return {
    find: (method, segments) => {
      const end = walk(root, segments, 0, {})
      if ('stuckAt' in end) return { found: 'nothing', segment: segments[end.stuckAt] ?? '' }
      if (end.node.routes.size === 0) return { found: 'nothing', segment: segments.at(-1) ?? '' }
      const route = end.node.routes.get(method)
      return route === undefined ? { found: 'other-method' } : { found: 'route', route, params: end.params }
    },
  }
}
