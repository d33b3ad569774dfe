/**
 * The token service's refusals. Numbers, names and OAuth words as published ("Microsoft Entra authentication and
 * authorization error codes") or captured from the real service; texts are ours. Number, description, HTTP status and
 * OAuth word derive from one entry, so they cannot disagree.
 */
import { applicationRefusals } from './aadsts/applications.ts'
import type { AadstsEntry } from './aadsts/entry.ts'
import { federationRefusals } from './aadsts/federation.ts'
import { grantRefusals } from './aadsts/grants.ts'
import { passThroughRefusals } from './aadsts/pass-through.ts'
import { requestRefusals } from './aadsts/requests.ts'
import { signInRefusals } from './aadsts/sign-ins.ts'
import { say } from './catalogue.ts'

export const aadstsTable = {
  ...signInRefusals,
  ...grantRefusals,
  ...applicationRefusals,
  ...passThroughRefusals,
  ...federationRefusals,
  ...requestRefusals,
}

export type AadstsCode = keyof typeof aadstsTable
export type AadstsName = (typeof aadstsTable)[AadstsCode]['name']

export interface Aadsts extends AadstsEntry {
  readonly code: AadstsCode
  readonly number: number
  /** `invalid_client` is 401, everything else 400. */
  readonly status: 400 | 401
}

const isCode = (key: string): key is AadstsCode => key in aadstsTable

const byName = new Map<string, Aadsts>()
const byNumber = new Map<number, Aadsts>()
for (const [code, entry] of Object.entries(aadstsTable)) {
  if (!isCode(code)) continue
  const number = Number(code.slice('AADSTS'.length))
  const whole: Aadsts = { ...entry, code, number, status: entry.oauth === 'invalid_client' ? 401 : 400 }
  byName.set(entry.name, whole)
  byNumber.set(number, whole)
}

export function aadsts(name: AadstsName): Aadsts {
  const entry = byName.get(name)
  if (entry === undefined) throw new Error(`no AADSTS entry ${name}`)
  return entry
}

/** From the number, or the code of a refusal (`AADSTS…`). */
export const aadstsOf = (code: number | string): Aadsts | undefined =>
  typeof code === 'number' ? byNumber.get(code) : byNumber.get(Number(code.replace(/^AADSTS/, '')))

/** The public sentence, without code and trace. */
export const aadstsSays = (entry: Aadsts, values: Readonly<Record<string, string>> = {}): string =>
  say(entry.says, values)
