/** `GET /lab/v1/openapi.json`. */
import { z } from 'zod'
import { ssprRefusal } from '#core/contracts/sspr.ts'
import { connectOperations } from './connect-operations.ts'
import { buildOpenApi } from './openapi.ts'
import { passwordResetOperations } from './password-reset-operations.ts'
import { type Route, route } from './route.ts'

export const openApiRoute = (routes: () => readonly Route[], cloudOrigin: string): Route =>
  route({
    method: 'get',
    path: '/lab/v1/openapi.json',
    tag: 'lab',
    summary: 'This document.',
    answer: z.record(z.string(), z.unknown()),
    handle: () =>
      buildOpenApi([
        { operations: routes() },
        { operations: connectOperations },
        { operations: passwordResetOperations, origin: cloudOrigin, refusal: ssprRefusal },
      ]),
  })
