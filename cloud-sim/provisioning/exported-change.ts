/** What every exported change works with, and how it ends. */

import type { z } from 'zod'
import type { exportErrors } from '#core/codes/sync-outcomes.ts'
import type { ExportedChange } from '#core/contracts/provisioning.ts'
import type { Actor } from '#core/entra/audit-row.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

export interface Exporter {
  readonly directory: TenantDirectory
  readonly by: Actor
  readonly correlationId: string
}

/** Inside a transaction. Work that it hands to `later` goes on step by step in transactions that follow; the batch is answered after that. */
export type Export = (
  exporter: Exporter,
  change: ExportedChange,
  later: (work: Iterator<unknown>) => void,
) => ExportResult

/** Takes some steps of long work; answers whether more are left. */
export function advance(work: Iterator<unknown>, steps: number): boolean {
  for (let step = 0; step < steps; step += 1) if (work.next().done === true) return false
  return true
}

export interface ExportResult {
  readonly sourceAnchor: string
  readonly cloudAnchor?: string
  readonly ok: boolean
  readonly code?: keyof typeof exportErrors
  readonly message?: string
}

export const done = ({ sourceAnchor, type }: ExportedChange, id: string): ExportResult => ({
  sourceAnchor,
  ok: true,
  cloudAnchor: `${type}_${id}`,
})

export const failed = (
  { sourceAnchor }: ExportedChange,
  code: keyof typeof exportErrors,
  message: string,
): ExportResult => ({ sourceAnchor, ok: false, code, message })

export const idOf = (cloudAnchor: string | undefined): string =>
  (cloudAnchor ?? '').replace(/^[A-Za-z]+_/, '')

/** What a schema says about attributes: too long a text, too many values, or simply wrong (writeback.md §8.8). */
export function failedBySchema(change: ExportedChange, { issues }: z.ZodError): ExportResult {
  const [issue] = issues
  if (issue === undefined) return failed(change, 'DataValidationFailed', 'The attributes are not valid.')
  const message = `${issue.path.map(String).join('.')}: ${issue.message}`
  if (issue.code !== 'too_big') return failed(change, 'DataValidationFailed', message)
  return failed(change, issue.origin === 'array' ? 'LargeObject' : 'ExceededAllowedLength', message)
}

type Defined<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> }

function isDefined<Value extends object>(values: Value): values is Value & Defined<Value> {
  for (const key in values) if (values[key] === undefined) return false
  return true
}

/** Absent attributes stay as they are; null clears. What came as JSON holds nothing undefined and is taken as it is. */
export function defined<Value extends object>(values: Value): Defined<Value> {
  if (isDefined(values)) return values
  const kept: Defined<Value> = {}
  for (const [key, value] of Object.entries(values))
    if (value !== undefined) Object.assign(kept, { [key]: value })
  return kept
}
