/** Issuers follow the origin that the client used: Microsoft's names in hosts mode, its own elsewhere. */
import type { IncomingMessage } from 'node:http'
import { faceOf, originOf } from '../origin.ts'

export interface Issuers {
  readonly v1: (tenantId: string) => string
  readonly v2: (tenantId: string) => string
}

export const issuersAt = (origin: string, isMicrosoftName: boolean): Issuers =>
  isMicrosoftName
    ? {
        v1: (tenantId) => `https://sts.windows.net/${tenantId}/`,
        v2: (tenantId) => `https://login.microsoftonline.com/${tenantId}/v2.0`,
      }
    : { v1: (tenantId) => `${origin}/${tenantId}/`, v2: (tenantId) => `${origin}/${tenantId}/v2.0` }

export const issuersOf = (request: IncomingMessage): Issuers =>
  issuersAt(originOf(request), faceOf(request) !== 'all')
