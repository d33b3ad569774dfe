/** A refusal of the lab itself, with its sentence: for the command line and the control API. */
import { say } from '#core/codes/catalogue.ts'
import { type LabCode, type LabRefusalEntry, labCodes } from '#core/codes/lab.ts'

export type RefusalValues = Readonly<Record<string, string>>

/** Thrown where only the way out is left: a start that cannot be, a call that does not fit. */
export class LabRefusal extends Error {
  readonly code: LabCode
  readonly values: RefusalValues

  constructor(code: LabCode, values: RefusalValues = {}, options?: ErrorOptions) {
    super(say(labCodes[code].says, values), options)
    this.name = 'LabRefusal'
    this.code = code
    this.values = values
  }

  get status(): number {
    return labCodes[this.code].status
  }

  get exitCode(): number {
    return labCodes[this.code].exit
  }

  get hint(): string | undefined {
    const entry: LabRefusalEntry = labCodes[this.code]
    return entry.fix === undefined ? undefined : say(entry.fix, this.values)
  }
}

/** The system's word for what went wrong (`EACCES`), or the message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
