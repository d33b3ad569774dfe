/** A lab's addresses and accounts as other programs take them. */
import type { LabInfo } from '#core/contracts/lab-info.ts'

export const infoFormats = ['json', 'shell', 'github'] as const
export type InfoFormat = (typeof infoFormats)[number]

export const isInfoFormat = (text: string): text is InfoFormat =>
  infoFormats.some((format) => format === text)

/** `Domain Admin` becomes `DOMAIN_ADMIN`. */
const constant = (words: string): string =>
  words
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()

/** One name for each fact; of several accounts of a role, the first. */
function variablesOf(info: LabInfo): Map<string, string> {
  const found = new Map<string, string>()
  const add = (name: string, value: string | undefined) => {
    const full = `HYBRIDLAB_${constant(name)}`
    if (value !== undefined && !found.has(full)) found.set(full, value)
  }
  const { accounts, apps, furtherForests = [], ...facts } = info
  for (const [name, value] of Object.entries(facts)) add(name, value)
  for (const { netbiosName, ldap, ldaps, baseDn } of furtherForests) {
    add(`${netbiosName} ldap`, ldap)
    add(`${netbiosName} ldaps`, ldaps)
    add(`${netbiosName} base dn`, baseDn)
  }
  for (const { role, upn, dn, password } of accounts) {
    add(`${role} upn`, upn)
    add(`${role} dn`, dn)
    add(`${role} password`, password)
  }
  for (const { name, clientId, clientSecret } of apps) {
    add(`${name} client id`, clientId)
    add(`${name} client secret`, clientSecret)
  }
  return found
}

const shellQuoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`

const writers: Record<InfoFormat, (info: LabInfo) => string> = {
  json: (info) => `${JSON.stringify(info, null, 2)}\n`,
  shell: (info) =>
    [...variablesOf(info)].map(([name, value]) => `export ${name}=${shellQuoted(value)}\n`).join(''),
  // https://docs.github.com/actions: a value of several lines stands between delimiters.
  github: (info) =>
    [...variablesOf(info)]
      .map(([name, value]) =>
        value.includes('\n')
          ? `${name}<<END_OF_${name}\n${value.trimEnd()}\nEND_OF_${name}\n`
          : `${name}=${value}\n`,
      )
      .join(''),
}

export const writeInfo = (info: LabInfo, format: InfoFormat): string => writers[format](info)
