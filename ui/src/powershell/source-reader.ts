/** A cursor over what was typed. PowerShell reads arguments and expressions by different rules, so nothing is cut up beforehand. */
import { ParseError, type Statement } from './syntax.ts'

export class SourceReader {
  readonly source: string
  position = 0
  private readonly read: (reader: SourceReader, end: string) => readonly Statement[]

  /** `read` reads what stands in brackets of any kind: expressions hold statements, and statements expressions. */
  constructor(source: string, read: (reader: SourceReader, end: string) => readonly Statement[]) {
    this.source = source
    this.read = read
  }

  /** The statements up to `end`, which is taken. */
  statements(end: string): readonly Statement[] {
    return this.read(this, end)
  }

  get done(): boolean {
    return this.position >= this.source.length
  }

  /** Spaces, a line that goes on behind a backtick, comments; line ends too where a statement cannot end. */
  skip(overLines = false): void {
    const blank = overLines ? /(?:[ \t\r\n]|`\r?\n|#[^\n]*)*/y : /(?:[ \t]|`\r?\n|#[^\n]*)*/y
    this.take(blank)
  }

  peek(text: string): boolean {
    return this.source.startsWith(text, this.position)
  }

  /** Takes this text when it comes next. */
  accept(text: string): boolean {
    if (!this.peek(text)) return false
    this.position += text.length
    return true
  }

  expect(text: string): void {
    if (!this.accept(text)) this.fail(`Missing ${text}`)
  }

  /** A sticky pattern at the cursor. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.source)?.[0]
    if (found !== undefined) this.position += found.length
    return found
  }

  fail(message: string): never {
    const rest = this.source.slice(this.position, this.position + 20).split('\n')[0] ?? ''
    throw new ParseError(
      rest === '' ? `${message} at the end of the line.` : `${message} before “${rest}”.`,
      this.position,
    )
  }
}
