/**
 * The lab's own certificate authority and the certificates it gives to the listeners. Kept in the data directory, so that
 * a machine that trusts the authority once trusts every later start.
 */
import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { realTime } from './clock.ts'
import { reasonOf } from './refusal.ts'
import { makeDirectory } from './storage/directory.ts'

/** PEM texts, as Node's TLS takes them. */
export interface Credentials {
  readonly cert: string
  readonly key: string
}

export interface Authority {
  /** The authority's certificate, PEM: what clients are told to trust. */
  readonly certificate: string
  /** A certificate for these names and addresses; the same one again when it was asked for before. */
  credentialsFor(names: readonly string[]): Promise<Credentials>
}

/** Microsoft's host names that the lab answers in hosts-override mode. */
export const cloudHostNames = [
  'login.microsoftonline.com',
  'login.microsoft.com',
  'login.windows.net',
  'sts.windows.net',
  'graph.microsoft.com',
  'passwordreset.microsoftonline.com',
  'main.iam.ad.ext.azure.com',
  'management.azure.com',
] as const

const localNames = ['localhost', '*.localhost', '127.0.0.1', '::1'] as const

/** Names under which clients of one machine reach the lab: local ones, the machine's own, the cloud's, and `more`. */
export const serverNames = (more: readonly string[] = []): string[] => [
  ...new Set([
    ...localNames,
    hostname().toLowerCase(),
    ...cloudHostNames,
    ...more.map((name) => name.toLowerCase()),
  ]),
]

const day = 86_400_000

/** Opens the authority of a directory, or makes one; without a directory it lasts as long as the process. */
export async function openAuthority(directory?: string): Promise<Authority> {
  if (directory !== undefined) await makeDirectory(directory)
  const keep = shelfIn(directory)
  const authority = await keep('ca', async () => (await maker()).makeAuthority(realTime()))
  const given = new Map<string, Promise<Credentials>>()
  const issue = (names: readonly string[]) =>
    keep(fileFor(authority.cert, names), async () => (await maker()).makeServer(authority, names, realTime()))
  return {
    certificate: authority.cert,
    credentialsFor: (wanted) => {
      const names = [...new Set(wanted)].sort()
      const known = given.get(names.join())
      if (known !== undefined) return known
      const issued = issue(names)
      given.set(names.join(), issued)
      return issued
    },
  }
}

/** Loaded late: a start that finds its certificates on disk does without the library, which takes a quarter second. */
const maker = () => import('./certificate-maker.ts')

const fileFor = (authority: string, names: readonly string[]): string =>
  `server-${createHash('sha256').update(`${authority}${names.join()}`).digest('hex').slice(0, 16)}`

type Keep = (name: string, make: () => Promise<Credentials>) => Promise<Credentials>

function shelfIn(directory: string | undefined): Keep {
  if (directory === undefined) return (_name, make) => make()
  return async (name, make) => {
    const file = join(directory, `${name}.pem`)
    const text = await readFile(file, 'utf8').catch(() => undefined)
    const kept = text === undefined ? undefined : usable(text)
    if (kept !== undefined) return kept
    await publish(file, await make(), text !== undefined)
    // Of several processes that begin together, as the three parts do, the first one's counts.
    const first = usable(await readFile(file, 'utf8'))
    if (first === undefined) throw new Error(`${file} cannot be read back`)
    return first
  }
}

/** Named only when whole: a half-written authority would be replaced, and trusted by nobody. */
async function publish(file: string, { cert, key }: Credentials, replace: boolean): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.tmp`
  await writeFile(unfinished, `${cert}\n${key}\n`, { mode: 0o600 })
  if (replace) return rename(unfinished, file)
  try {
    await link(unfinished, file)
  } catch (error) {
    // Some file systems have no links; there the last one counts.
    if (reasonOf(error) !== 'EEXIST') return rename(unfinished, file)
  }
  await rm(unfinished)
}

const certificatePart = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/
const keyPart = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/

/** Undefined when it is damaged, or ends within a month. */
function usable(text: string): Credentials | undefined {
  const [cert, key] = [certificatePart.exec(text)?.[0], keyPart.exec(text)?.[0]]
  if (cert === undefined || key === undefined) return undefined
  try {
    createSecureContext({ cert, key })
    return Date.parse(new X509Certificate(cert).validTo) > realTime() + 30 * day ? { cert, key } : undefined
  } catch {
    return undefined
  }
}
