/** What the portal says to an administrator when a reset ends with a code (writeback.md §6.1). */
import { say } from '#core/codes/catalogue.ts'
import { type Propagation, writebackPropagation } from '#core/codes/writeback.ts'
import { codeEntry } from './code-lookup.ts'

const propagations: Readonly<Record<string, Propagation>> = writebackPropagation

export function portalText(code: string): string {
  const own = propagations[code] ?? Object.values(propagations).find(({ admin }) => admin === code)
  return say(own?.adminSays ?? codeEntry(code)?.says ?? `The password was not reset: ${code}.`)
}
