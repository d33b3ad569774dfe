/** The text of a moment. What a batch records shares one moment, so the last text is kept. */
import type { Instant } from '#core/ports.ts'

export function rememberedText(textOf: (at: Instant) => string): (at: Instant) => string {
  let [moment, text] = [Number.NaN, '']
  return (at) => {
    if (at !== moment) [moment, text] = [at, textOf(at)]
    return text
  }
}
