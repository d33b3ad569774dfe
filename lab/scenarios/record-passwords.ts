/** The journal never knew a password, so a draft has others in their places: good ones, each taken once, so that it plays. */
/** Refusals for which the password itself is to blame. */
export const policyRefusals: ReadonlySet<string> = new Set([
  'OnPremisesPolicyViolation',
  'PasswordChangeOnPremComplexity',
])

export class Passwords {
  /** Long, and of one kind of letters. */
  readonly weak = 'harborlanternmoss'
  readonly #current = new Map<string, string>()
  #taken = 0

  next(): string {
    this.#taken += 1
    return `Choose-A-Word-${this.#taken}!`
  }

  /** Somebody goes by UPN in the cloud and by the name before the @ on premises. */
  of(user: string): string {
    return this.#current.get(nameOf(user)) ?? 'original'
  }

  replace(user: string): string {
    const chosen = this.next()
    this.#current.set(nameOf(user), chosen)
    return chosen
  }
}

const nameOf = (user: string): string => user.toLowerCase().replace(/@.*$/, '').replace(/^.*\\/, '')
