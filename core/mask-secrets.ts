/**
 * Takes secrets out of what is shown of a request or an answer. By the name of what holds them, because a value alone
 * does not tell; names are compared without case and punctuation, so `new_password` and `newPassword` are one.
 */

const mask = '••••••'

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
  'captchaanswer',
  'otp',
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
  'ctx',
  'key',
  'answer',
  'state',
  'nonce',
  'pin',
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

/** The same value with every secret text masked; what kind of thing it is stays to be seen, unless it is nested too deep. */
export function maskJson(value: unknown, name = '', depth = 0): unknown {
  if (typeof value === 'object' && value !== null && depth > deepest) return mask
  if (Array.isArray(value)) return value.map((item) => maskJson(item, name, depth + 1))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, maskJson(item, key, depth + 1)]),
    )
  return (typeof value === 'string' || typeof value === 'number') && name !== '' && isSecretName(name)
    ? mask
    : value
}

/** `a=1&password=x` as lines, masked. */
export const maskForm = (text: string): string =>
  [...new URLSearchParams(text)]
    .map(([name, value]) => `${name}=${isSecretName(name) ? mask : value}`)
    .join('\n')

/** A path with its query, masked; fragments never reach a server. */
export function maskUrl(url: string): string {
  const [path = '', query] = url.split('?', 2)
  if (query === undefined) return path
  return `${path}?${maskForm(query).replaceAll('\n', '&')}`
}

export const maskHeader = (name: string, value: string): string => (isSecretName(name) ? mask : value)
