/** What a line of the console can say: the part of PowerShell's language that administrators type at a prompt. */

export type Expression =
  | { readonly kind: 'value'; readonly value: string | number }
  /** A double-quoted text: pieces and what is to be put between them. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string }
  | {
      readonly kind: 'call'
      readonly of: Expression
      readonly name: string
      readonly given: readonly Expression[]
    }
  | { readonly kind: 'index'; readonly of: Expression; readonly at: Expression }
  /** `[TimeZoneInfo]::Local`, `[datetime]::Parse(…)`. */
  | {
      readonly kind: 'static'
      readonly type: string
      readonly name: string
      readonly given?: readonly Expression[]
    }
  | { readonly kind: 'cast'; readonly type: string; readonly of: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'operation'
      readonly operator: string
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'hashtable'; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'statements'; readonly body: readonly Statement[] }

export interface Argument {
  /** Absent for a value without a name. */
  readonly name?: string
  /** Absent for a switch. */
  readonly value?: Expression
}

export type Stage =
  | { readonly kind: 'command'; readonly name: string; readonly given: readonly Argument[] }
  | { readonly kind: 'expression'; readonly expression: Expression }

export interface Statement {
  /** `$name = …`: nothing is shown. */
  readonly variable?: string
  readonly pipeline: readonly Stage[]
}

/** What was typed cannot be read; `at` is where. */
export class ParseError extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}
