/**
 * Faults of the password reset service as its callers meet them: `drop` cuts the connection; a code is a page of whatever
 * stands before the service, with status 200 and no JSON in it, as a gateway under maintenance sends one.
 */
import type { RequestHandler } from 'express'
import type { FaultOperation } from '#core/contracts/fault-operations.ts'
import { bearerOf } from '../require-bearer.ts'

type ServiceOperation = Extract<FaultOperation, `password-reset.${string}`>

/** Behind the bearer; the target is the server's name. */
export const strikeBefore =
  (operation: ServiceOperation): RequestHandler =>
  async (request, response, next) => {
    const { faults } = bearerOf(request).tenant.directory.lab
    const { serverName } = (request.body ?? {}) as { readonly serverName?: unknown }
    const target = typeof serverName === 'string' ? serverName : undefined
    const fault = await faults.strike(operation, target)
    if (fault === undefined) next()
    else if ('code' in fault) response.type('html').send('<!doctype html><title>Under maintenance</title>')
    else response.socket?.destroy()
  }
