/**
 * Takes secrets out of what is shown of a request or an answer. By the name of what holds them, because a value alone
 * does not tell; names are compared without case and punctuation, so `new_password` and `newPassword` are one.
 */

export const mask = '••••••'

/** Any name that contains one of these is taken for a secret's; one too many is better than one too few. */
const secretParts = [
  'password',
  'passwd',
  'pwd',
  'secret',
  'assertion',
  'authorization',
  'cookie',
  'credential',
  'captcha',
  'accesspass',
  'otp',
  'ctx',
  'proof',
  'samlresponse',
  'wresult',
  'certificate',
  'privatekey',
  'ticket',
  'token',
  'verifier',
  'flowtoken',
  'canary',
]
/** Names that are secrets as a whole: `errorCode` and `countryCode` are none. */
const secretNames = new Set([
  'code',
  'devicecode',
  'usercode',
  'otc',
  'key',
  'answer',
  'state',
  'sessionstate',
  'relaystate',
  'clientstate',
  'sid',
  'labbrowser',
  'hash',
  'salt',
  'nonce',
  'pin',
  'otc',
])
/** Times and rules about passwords are what the lessons are about. */
const harmless =
  /^(pwdlastset|badpwdcount|minpwd\w*|maxpwd\w*|pwdhistorylength|pwdproperties|badpasswordtime|lastpasswordchangedatetime|passwordpolicies|forcechangepasswordnextsignin\w*|forcepasswordchange|requirechangeonnextsignin|tokentype|passwordcredentials|keycredentials|tokenissuer\w*|passwordwriteback\w*)$/

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Whether the value under this name of a header, a form field, a JSON property or an attribute is masked. */
export function isSecretName(name: string): boolean {
  const plain = plainName(name)
  if (harmless.test(plain)) return false
  return secretNames.has(plain) || secretParts.some((part) => plain.includes(part))
}

/** Deeper than anything that is meant. */
const deepest = 32

/** What stands under one of these is an error, and its code is what a learner came to see. */
const errorParts = new Set(['error', 'details', 'innererror', 'results'])

/** Of so many characters, a secret is looked for in other places too: a message that tells a code in a sentence. */
const findable = 6
/** Words that may stand elsewhere with another meaning, such as the state of a licence. */
const notLookedFor = new Set(['state', 'answer', 'key'])

const addressShape = /^(?:[a-z][a-z0-9+.-]*:\/\/|\/)\S*[?#]/i

/** The path below `sessions/`, of which one segment is the handle of a password reset. */
const handleShape = /(\/sessions\/)([^/?#]+)/g

export interface SecretMasker {
  /** The same value with every secret text masked; what kind of thing it is stays to be seen, unless it is nested too deep. */
  json(value: unknown): unknown
  /** `a=1&password=x` as lines, masked. */
  form(text: string): string
  /** An address with its query and its fragment, masked. */
  url(text: string): string
  header(name: string, value: string): string
  /** Says of a value that its place makes it a secret, though its name does not. */
  conceal(value: string): void
  /** Takes what was found to be a secret out of all other places of a text. */
  again(text: string): string
}

/** One for a request with its answer: a secret of one of them is none of the other's business either. */
export function maskSecrets(): SecretMasker {
  const found = new Set<string>()
  const hide = (name: string, value: string): string => {
    if (value.length >= findable && !notLookedFor.has(plainName(name))) found.add(value)
    return mask
  }
  const shown = (name: string, value: string, depth: number): string =>
    isSecretName(name) ? hide(name, value) : addressShape.test(value) ? url(value, depth) : value
  const pairs = (text: string, depth: number): string[] =>
    text.split('&').flatMap((part) => {
      if (!part.includes('=')) return part
      return [...new URLSearchParams(part)].map(([name, value]) => `${name}=${shown(name, value, depth + 1)}`)
    })
  const url = (text: string, depth: number): string => {
    if (depth > deepest) return mask
    const [, path = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? []
    const bare = path.replace(
      handleShape,
      (_all, before: string, handle: string) => before + hide('', handle),
    )
    const asked = query === undefined ? '' : `?${pairs(query, depth).join('&')}`
    return bare + asked + (fragment === undefined ? '' : `#${pairs(fragment, depth).join('&')}`)
  }
  const json = (value: unknown, depth: number, name = '', of = ''): unknown => {
    if (typeof value === 'object' && value !== null && depth > deepest) return mask
    if (Array.isArray(value)) return value.map((item) => json(item, depth + 1, name, of))
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, json(item, depth + 1, key, name)]),
      )
    if (typeof value !== 'string' && typeof value !== 'number') return value
    if (name === 'code' && errorParts.has(plainName(of))) return value
    if (typeof value === 'string') return shown(name, value, depth)
    return isSecretName(name) ? hide(name, `${value}`) : value
  }
  return {
    json: (value) => json(value, 0),
    form: (text) => pairs(text, 0).join('\n'),
    url: (text) => url(text, 0),
    header: (name, value) => shown(name, value, 0),
    conceal: (value) => void hide('', value),
    again: (text) => [...found].reduce((left, secret) => left.replaceAll(secret, mask), text),
  }
}
