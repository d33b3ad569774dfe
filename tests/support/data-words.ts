/** What stands in the screens and is no text of ours: names, notations and what other machines read. Each with why. */
type Words = readonly string[] | RegExp

const dataWords: readonly (readonly [why: string, words: Words])[] = [
  ['formats and notations', ['CSV', 'JSON', 'SDDL', '+{} ms']],
  [
    'names of products, machines and attributes',
    [
      'CLIENT01',
      'CLIENT01 · {}',
      'sourceAnchor',
      'Microsoft Entra ID',
      'Active Directory: {}',
      '{} – Hybrid Identity Lab',
    ],
  ],
  [
    'services, as the audit log names them',
    ['Self-service Password Management', 'Core Directory', 'Authentication Methods', 'Account Provisioning'],
  ],
  ['Windows event logs are English, as on the lab’s servers', /^(Audit (Success|Failure)$|<Event )/],
  [
    'the PowerShell console is English, as on the lab’s servers',
    /^(Connect-M|Get-|Singapore Standard Time$|No name and password were given\.$|The sign-in was cancelled\.$)/,
  ],
  [
    'examples in empty fields',
    /^(\w+@(contoso|example)\.\w+|D:\\Connect|SQL01|CONTOSO\\[\w-]+|\{\}\\anna|anna ben chloe)$/,
  ],
  ['kept by the tenant as the description of a secret', ['made in the admin center']],
  ['filters of Graph', /(^| )(\w+ (eq|ne) |startswith\()|\/any\(/],
  ['LDAP', /^('\(|-s base |dn: |CN=)/],
  ['scopes of OAuth', /^openid /],
  ['what the token service adds to its sentences', [' Trace ID:']],
  ['selectors and media queries', /^(a, button, |input, |\(prefers-)/],
  ['codes of countries', /^([A-Z]{2} )+[A-Z]{2}$/],
]

const isOneOf = (words: Words, text: string): boolean =>
  words instanceof RegExp ? words.test(text) : words.includes(text)

export const isData = (text: string): boolean => dataWords.some(([, words]) => isOneOf(words, text))

/** Reasons that excuse nothing any more, and words that stand nowhere. */
export const unusedDataWords = (texts: readonly string[]): string[] =>
  dataWords.flatMap(([why, words]) => {
    if (words instanceof RegExp) return texts.some((text) => words.test(text)) ? [] : [why]
    return words.filter((word) => !texts.includes(word))
  })
