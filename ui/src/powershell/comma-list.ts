/** One value, or several with commas between them: PowerShell needs no brackets around a list. */
import type { SourceReader } from './source-reader.ts'
import type { Expression } from './syntax.ts'

export function commaList(reader: SourceReader, parseItem: (reader: SourceReader) => Expression): Expression {
  const first = parseItem(reader)
  const items = [first]
  for (;;) {
    const before = reader.position
    reader.skip()
    if (!reader.accept(',')) {
      reader.position = before
      return items.length === 1 ? first : { kind: 'list', items }
    }
    reader.skip(true)
    items.push(parseItem(reader))
  }
}
