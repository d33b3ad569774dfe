/** Routes as data: a method, a path, who may, and what answers. */
import type { Answering, GraphCall, GraphRoute, RouteAccess } from './graph-call.ts'

export type Handler = (call: GraphCall) => Answering

/** `path` as in `users/{user}/manager/$ref`; names in it are compared without case. */
export const route = (
  method: GraphRoute['method'],
  path: string,
  access: RouteAccess,
  handle: Handler,
): GraphRoute => ({ method, path, access, handle })
