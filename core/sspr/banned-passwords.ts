/**
 * Banned passwords: normalise, compare fuzzily, look for names, count points (writeback.md §2.5). Microsoft's global list
 * is not published; ours is short and made of what every such list has.
 */
import { ssprLimits } from './limits.ts'

const globalBannedTerms: readonly string[] = (
  'password passw0rd welcome qwerty qwertz azerty letmein abcdef abc123 iloveyou monkey dragon football baseball soccer ' +
  'master superman batman princess sunshine shadow secret trustno changeme default admin administrator login access ' +
  'hello charlie michael jordan hunter killer freedom whatever starwars computer internet microsoft office windows ' +
  'summer winter autumn spring january february march april august september october november december monday friday ' +
  '123456 1234567 12345678 123456789 1234567890 111111 000000 654321 123123 qazwsx asdfgh zxcvbn passwort blank test'
).split(' ')

const substitutes: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', $: 's', '@': 'a' }

/** Lower case, then the usual character substitutions undone. */
export const normalized = (text: string): string =>
  text.toLowerCase().replace(/[01$@]/g, (found) => substitutes[found] ?? found)

export interface BannedLists {
  /** Custom terms of the tenant; empty when the licence does not open them. */
  readonly custom: readonly string[]
  /** False for synced users without a licence: no list applies to them. */
  readonly global: boolean
  /** First, last and sign-in name of the user. */
  readonly userNames: readonly string[]
  readonly tenantName: string
}

export type BannedVerdict =
  | { readonly accepted: true; readonly score: number }
  | {
      readonly accepted: false
      readonly cause: 'BannedPassword' | 'NameInPassword'
      readonly because: string
      readonly score: number
    }

const normalizedGlobal = [...new Set(globalBannedTerms.map(normalized))]

export function judgePassword(password: string, lists: BannedLists): BannedVerdict {
  const text = normalized(password)
  const terms = new Set([...(lists.global ? normalizedGlobal : []), ...lists.custom.map(normalized)])
  const score = bannedScore(text, terms)
  const refuse = (cause: 'BannedPassword' | 'NameInPassword', because: string): BannedVerdict => ({
    accepted: false,
    cause,
    because,
    score,
  })
  if (terms.size > 0 && isNearly(text, terms))
    return refuse('BannedPassword', 'It is a banned password, or one character away from one.')
  if (terms.size > 0 && score < ssprLimits.bannedPassword.minScore)
    return refuse(
      'BannedPassword',
      `It scores ${score} of the ${ssprLimits.bannedPassword.minScore} points needed: one per banned term, one per other character.`,
    )
  if (lists.userNames.some((name) => contains(text, name)))
    return refuse('NameInPassword', 'It contains the name of the user.')
  if (contains(text, lists.tenantName))
    return refuse('BannedPassword', 'It contains the name of the organization.')
  return { accepted: true, score }
}

/** Names of fewer than four characters are too common inside words to count. */
const contains = (text: string, name: string): boolean => name.length >= 4 && text.includes(normalized(name))

/** The fewest points the password can be cut into: a banned term counts one, any other character counts one. */
export function bannedScore(text: string, terms: ReadonlySet<string>): number {
  const lengths = [...new Set([...terms].map((term) => term.length))]
  const best = [0]
  for (let end = 1; end <= text.length; end++) {
    let points = (best[end - 1] ?? 0) + 1
    for (const length of lengths)
      if (length <= end && terms.has(text.slice(end - length, end)))
        points = Math.min(points, (best[end - length] ?? 0) + 1)
    best.push(points)
  }
  return best[text.length] ?? 0
}

function isNearly(text: string, terms: ReadonlySet<string>): boolean {
  for (const term of terms)
    if (Math.abs(term.length - text.length) <= 1 && isOneEditAway(text, term)) return true
  return false
}

/** Equal, or one insertion, deletion or replacement apart. */
function isOneEditAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  let same = 0
  while (same < short.length && short[same] === long[same]) same++
  const rest = short.slice(short.length === long.length ? same + 1 : same)
  return rest === long.slice(same + 1)
}
