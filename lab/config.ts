/** Gathers the lab's settings: flags over environment over hybridlab.config.yaml over defaults. */
import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import {
  type Config,
  type ConfigKey,
  config,
  configKeys,
  flagOf,
  variableOf,
} from '#core/contracts/config.ts'
import { LabRefusal, reasonOf } from './refusal.ts'

const configFile = 'hybridlab.config.yaml'

export interface ConfigSources {
  /** By key, as text or as parsed; undefined counts as not given. */
  readonly flags?: Readonly<Partial<Record<ConfigKey, unknown>>>
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Path of the settings file; absent: `hybridlab.config.yaml` here, if there is one. */
  readonly file?: string | undefined
}

interface Setting {
  readonly value: unknown
  /** How its owner spells it, for the sentence that refuses it. */
  readonly from: string
}

/** Throws LabRefusal `LabSettingInvalid`, which names the key and where it came from. */
export async function loadConfig(sources: ConfigSources = {}): Promise<Config> {
  const given = new Map<string, Setting>([
    ...(await fromFile(sources.file)),
    ...fromEnvironment(sources.environment ?? {}),
    ...fromFlags(sources.flags ?? {}),
  ])
  const parsed = config.safeParse(Object.fromEntries([...given].map(([key, { value }]) => [key, value])))
  if (!parsed.success) throw refuseFirst(parsed.error, given)
  return requireToken(parsed.data, given)
}

/** What stands behind a wrong key, in one sentence. */
function refuseFirst(error: z.ZodError, given: ReadonlyMap<string, Setting>): LabRefusal {
  const [issue] = error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const key = unknown ?? String(issue?.path[0] ?? '')
  const problem = unknown === undefined ? (issue?.message ?? '') : 'there is no such setting'
  return refuse(key, given.get(key)?.from ?? key, problem.charAt(0).toLowerCase() + problem.slice(1))
}

const refuse = (key: string, from: string, problem: string) =>
  new LabRefusal('LabSettingInvalid', { key, from, problem })

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)

function requireToken(settings: Config, given: ReadonlyMap<string, Setting>): Config {
  if (isLoopback(settings.host) || settings.adminToken !== undefined) return settings
  const problem = `${settings.host} can be reached by others, which demands an admin token (${variableOf('adminToken')})`
  throw refuse('host', given.get('host')?.from ?? 'host', problem)
}

async function fromFile(named: string | undefined): Promise<[string, Setting][]> {
  const file = named ?? configFile
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (named === undefined && reasonOf(error) === 'ENOENT') return ''
    throw refuse('config', file, `it cannot be read (${reasonOf(error)})`)
  })
  const document = parseDocument(text)
  const [mistake] = document.errors
  if (mistake !== undefined) {
    const line = mistake.linePos?.[0].line ?? 1
    throw refuse('config', `${file} line ${line}`, 'it is not YAML')
  }
  const settings = z.record(z.string(), z.unknown()).nullable().safeParse(document.toJS())
  if (!settings.success) throw refuse('config', file, 'it must hold settings such as `httpPort: 8080`')
  return Object.entries(settings.data ?? {}).map(([key, value]) => [
    key,
    { value, from: `${key} in ${file}` },
  ])
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): [ConfigKey, Setting][] {
  return configKeys.flatMap((key): [ConfigKey, Setting][] => {
    const text = environment[variableOf(key)]
    // Compose files pass an unset variable as an empty one.
    return text === undefined || text === ''
      ? []
      : [[key, { value: fromText(key, text), from: variableOf(key) }]]
  })
}

function fromFlags(flags: Readonly<Partial<Record<ConfigKey, unknown>>>): [ConfigKey, Setting][] {
  return configKeys.flatMap((key): [ConfigKey, Setting][] => {
    const value = flags[key]
    if (value === undefined) return []
    return [[key, { value: typeof value === 'string' ? fromText(key, value) : value, from: flagOf(key) }]]
  })
}

/** Numbers, switches and lists are typed as text outside the file. What does not fit is left for the schema to refuse. */
function fromText(key: ConfigKey, text: string): unknown {
  if (key.endsWith('Port')) return /^\d+$/.test(text) ? Number(text) : text
  if (key === 'ephemeral')
    return { true: true, '1': true, false: false, '0': false }[text.toLowerCase()] ?? text
  if (key === 'names') return text.split(',').map((name) => name.trim())
  return text
}
