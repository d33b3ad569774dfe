/** A call of the control API: described once, for the router and for the OpenAPI document. */
import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Host, RunningLab } from '../host.ts'

type Method = 'get' | 'post' | 'put' | 'delete'

/** What the OpenAPI document says about a call. */
export interface Operation {
  readonly method: Method
  /** `/lab/v1/labs/{lab}/clock`: from the origin on, with names in braces. */
  readonly path: string
  readonly tag: string
  /** One sentence. */
  readonly summary: string
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Absent: 204, nothing. */
  readonly answer?: z.ZodType
  /** 200 with an answer, 204 without. */
  readonly status?: number
  /** Media type of the answer, when it is not JSON. */
  readonly media?: string
}

export interface Call<Query = unknown, Body = unknown> {
  readonly host: Host
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  readonly request: Request
  readonly response: Response
  /** The lab that the path names; throws LabRefusal `LabNotFound`. */
  lab(): RunningLab
}

export interface Route extends Operation {
  /** Answers the body, or writes the response itself and answers `undefined`. */
  handle(call: Call): unknown
}

interface Definition<Query extends z.ZodType, Body extends z.ZodType> extends Operation {
  readonly query?: Query
  readonly body?: Body
  readonly handle: (call: Call<z.output<Query>, z.output<Body>>) => unknown
}

/** Ties a handler's types to its schemas; the router parses with them before it calls. */
export function route<Query extends z.ZodType, Body extends z.ZodType>(
  definition: Definition<Query, Body>,
): Route {
  // The router gives each handler what its own schemas made.
  return definition as Route
}

export const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')
