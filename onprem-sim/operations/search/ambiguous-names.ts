/** Ambiguous name resolution: `(anr=…)` as the filter that it stands for (MS-ADTS 3.1.1.3.1.3.3). */
import type { Filter } from '#core/active-directory/filter.ts'
import type { OperationContext } from '../operation.ts'

const anrFlag = 0x4
const encoder = new TextEncoder()

export function expandAnr({ directory }: OperationContext, value: Uint8Array): Filter {
  const text = Buffer.from(value).toString('utf8').trim()
  const exact = text.startsWith('=')
  const term = exact ? text.slice(1).trim() : text
  if (term === '') return { kind: 'or', parts: [] }
  const match = (attribute: string, words: string): Filter =>
    exact
      ? { kind: 'equal', attribute, value: encoder.encode(words) }
      : { kind: 'substring', attribute, initial: encoder.encode(words), any: [] }
  const parts: Filter[] = directory.schema.attributes
    .filter((one) => (one.searchFlags & anrFlag) !== 0)
    .map((one) => match(one.name, term))
  const space = term.indexOf(' ')
  if (space > 0) {
    const [first, last] = [term.slice(0, space), term.slice(space + 1).trim()]
    parts.push({ kind: 'and', parts: [match('givenName', first), match('sn', last)] })
    parts.push({ kind: 'and', parts: [match('givenName', last), match('sn', first)] })
  }
  return { kind: 'or', parts }
}
