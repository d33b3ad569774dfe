/** Durations as people and ISO 8601 write them: `PT30M`, `P42D`, `30m`, `90`; answers milliseconds. */
import { z } from 'zod'

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
const short = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/
const parts = ['w', 'd', 'h', 'm', 's'] as const

/** Undefined when the text is no duration. Years and months are left out: they have no fixed length. */
export function parseDuration(text: string): number | undefined {
  const brief = short.exec(text)
  if (brief !== null) return Number(brief[1]) * units[brief[2] as keyof typeof units]
  const found = iso.exec(text)
  if (found === null || /[PT]$/.test(text)) return undefined
  return parts.reduce((sum, unit, at) => sum + Number(found[at + 1] ?? 0) * units[unit], 0)
}

/** A duration in a request: ISO 8601 (`PT30M`) or short (`30m`); milliseconds after parsing. */
export const duration = z
  .string()
  .max(40)
  .transform((text, context) => {
    const ms = parseDuration(text)
    if (ms === undefined) {
      context.addIssue({
        code: 'custom',
        message: `${JSON.stringify(text)} is no duration such as PT30M or 30m`,
      })
      return z.NEVER
    }
    return ms
  })
