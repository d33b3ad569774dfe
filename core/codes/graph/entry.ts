/** One refusal of Graph: its code, its status and the catalogue's words about it. */
import type { CodeEntry } from '#core/codes/catalogue.ts'

export interface GraphEntry extends CodeEntry {
  readonly code: string
  readonly status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 409
    | 410
    | 412
    | 413
    | 415
    | 422
    | 424
    | 429
    | 500
    | 501
    | 503
}
