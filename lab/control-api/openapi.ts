/** The OpenAPI 3.1 document, built from the routes and their schemas: nothing is described twice. */
import { z } from 'zod'
import { controlRefusal } from '#core/contracts/control-api.ts'
import type { Operation } from './route.ts'

type Json = Record<string, unknown>

/** Operations that share an origin. */
export interface Door {
  readonly operations: readonly Operation[]
  /** Where they answer, when it is not where the document is. */
  readonly origin?: string
  /** The shape of a refusal. */
  readonly refusal?: z.ZodType
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

/** Texts in a query are typed by what they become; whether they are needed, by what may be left out. */
function parametersOf({ path, query }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  if (query === undefined) return inPath
  const shape = z
    .object({ properties: z.record(z.string(), z.unknown()).default({}) })
    .parse(schemaOf(query, 'output'))
  return [
    ...inPath,
    ...Object.entries(shape.properties).map(([name, schema]) => ({
      name,
      in: 'query',
      required: false,
      schema,
    })),
  ]
}

const content = (schema: Json, media = 'application/json'): Json => ({ [media]: { schema } })

function responsesOf({ answer, status, media }: Operation, refusal: Json): Json {
  const good = String(status ?? (answer === undefined ? 204 : 200))
  const body = answer === undefined ? {} : { content: content(schemaOf(answer, 'output'), media) }
  return {
    [good]: { description: 'Done', ...body },
    default: { description: 'Refused', content: content(refusal) },
  }
}

function describe(operation: Operation, refusal: Json): Json {
  const { tag, summary, body, method, path } = operation
  return {
    operationId: `${method}${path.replace(/^\/lab\/v1/, '').replace(/\W+(\w?)/g, (_found, next: string) => next.toUpperCase())}`,
    tags: [tag],
    summary,
    parameters: parametersOf(operation),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: content(schemaOf(body, 'input')) } }),
    responses: responsesOf(operation, refusal),
  }
}

export function buildOpenApi(doors: readonly Door[]): Json {
  const paths: Record<string, Json> = {}
  for (const { operations, origin, refusal = controlRefusal } of doors) {
    const refused = schemaOf(refusal, 'output')
    for (const operation of operations) {
      paths[operation.path] = {
        ...(origin === undefined ? {} : { servers: [{ url: origin }] }),
        ...paths[operation.path],
        [operation.method]: describe(operation, refused),
      }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hybrid Identity Lab',
      version: '1',
      description: 'Control API of the lab, its Connect server’s verbs, and the tenant’s password reset API.',
    },
    paths,
  }
}
