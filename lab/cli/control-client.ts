/** Asks the control API of a running process. A refusal is thrown with its sentence and becomes the exit code. */
import { z } from 'zod'
import { type LabCode, labCodes } from '#core/codes/lab.ts'
import { controlRefusal } from '#core/contracts/control-api.ts'
import { LabRefusal } from '../refusal.ts'

export interface ControlClient {
  readonly url: string
  /** What the lab asks of everybody, for doors that are opened beside this client. */
  readonly token: string | undefined
  /** Parses the answer by its contract. */
  get<Answer>(path: string, answer: z.ZodType<Answer>): Promise<Answer>
  post<Answer>(path: string, body: unknown, answer: z.ZodType<Answer>): Promise<Answer>
  /** An answer that is no JSON, as it came. */
  text(path: string): Promise<string>
  delete<Answer>(path: string, answer: z.ZodType<Answer>): Promise<Answer>
}

/** A refusal that came over the wire. */
export class RemoteRefusal extends Error {
  readonly code: string
  readonly hint: string | undefined

  constructor(code: string, message: string, hint: string | undefined) {
    super(message)
    this.code = code
    this.hint = hint
  }

  get exitCode(): number {
    return isLabCode(this.code) ? labCodes[this.code].exit : 1
  }
}

const isLabCode = (code: string): code is LabCode => Object.hasOwn(labCodes, code)

export const nothing = z.undefined()

export function createControlClient(url: string, token: string | undefined): ControlClient {
  const ask = async <Answer>(method: string, path: string, body: unknown, answer: z.ZodType<Answer>) => {
    const headers = {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }
    const response = await fetch(`${url}/lab/v1${path}`, init).catch((error: unknown) => {
      throw new LabRefusal('LabUnreachable', { origin: url }, { cause: error })
    })
    const text = await response.text()
    const given: unknown = text === '' ? undefined : parse(text)
    // Health says what is wrong with status 503 and an answer of its own.
    const parsed = answer.safeParse(given)
    if (parsed.success && (response.ok || response.status === 503)) return parsed.data
    throw refusalIn(given, url)
  }
  return {
    url,
    token,
    text: (path) => ask('GET', path, undefined, z.string()),
    get: (path, answer) => ask('GET', path, undefined, answer),
    post: (path, body, answer) => ask('POST', path, body, answer),
    delete: (path, answer) => ask('DELETE', path, undefined, answer),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function refusalIn(given: unknown, origin: string): Error {
  const refusal = controlRefusal.safeParse(given)
  if (!refusal.success) return new LabRefusal('LabUnreachable', { origin })
  const { code, message, hint } = refusal.data.error
  return new RemoteRefusal(code, message, hint)
}
