/** The command line `hybridlab`: reads the words, calls a verb, turns a refusal into one sentence and an exit code. */
import { Command, CommanderError } from 'commander'
import colors from 'picocolors'
import { labsAnswer } from '#core/contracts/control-api.ts'
import { loadConfig } from '../config.ts'
import { LabRefusal } from '../refusal.ts'
import { clockVerbs } from './clock-verbs.ts'
import { connectVerbs } from './connect-verbs.ts'
import { createControlClient, RemoteRefusal } from './control-client.ts'
import { doctorVerbs } from './doctor.ts'
import { faultVerbs } from './fault-verbs.ts'
import { inboxVerbs } from './inbox-verbs.ts'
import { labVerbs } from './lab-verbs.ts'
import { createOutput } from './output.ts'
import { readRunning } from './running-file.ts'
import { scenarioVerbs } from './scenario-verbs.ts'
import { seedVerb } from './seed-verb.ts'
import { snapshotVerbs } from './snapshot-verbs.ts'
import { startVerb } from './start-verb.ts'
import { statusVerbs } from './status-verbs.ts'
import { syncVerbs } from './sync-verbs.ts'
import { trustVerbs } from './trust.ts'
import type { Surroundings, VerbGroup } from './verb.ts'

const groups: readonly VerbGroup[] = [
  startVerb,
  statusVerbs,
  labVerbs,
  scenarioVerbs,
  seedVerb,
  clockVerbs,
  syncVerbs,
  connectVerbs,
  faultVerbs,
  snapshotVerbs,
  inboxVerbs,
  trustVerbs,
  doctorVerbs,
]

/** They may stand before or behind the verb, so they are taken out of the words first. */
interface Everywhere {
  readonly json: boolean
  readonly url: string | undefined
  readonly lab: string | undefined
  readonly config: string | undefined
  readonly rest: readonly string[]
}

function takeEverywhere(words: readonly string[], program: Command): Everywhere {
  const taken = new Map<string, string>()
  const rest: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const [, name, attached] = /^--(json|url|lab|config)(?:=(.*))?$/.exec(words[at] ?? '') ?? []
    if (name === undefined || (name === 'lab' && rest[0] === 'start')) rest.push(words[at] ?? '')
    else if (name === 'json') taken.set(name, 'yes')
    else {
      const value = attached ?? words[at + 1]
      if (value === undefined) program.error(`error: option '--${name}' needs a value`)
      taken.set(name, value)
      if (attached === undefined) at += 1
    }
  }
  return {
    json: taken.has('json'),
    url: taken.get('url'),
    lab: taken.get('lab'),
    config: taken.get('config'),
    rest,
  }
}

function surroundingsOf({ json, url, lab, config }: Everywhere, { buildScreens }: Outside): Surroundings {
  const client = async () => {
    const settings = await loadConfig({ environment: process.env, file: config })
    const found = url ?? process.env.HYBRIDLAB_URL ?? (await readRunning(settings.data))
    return createControlClient(
      (found ?? `http://localhost:${settings.httpPort}`).replace(/\/+$/, ''),
      settings.adminToken,
    )
  }
  return {
    out: createOutput(json),
    client,
    configFile: config,
    labGiven: lab,
    buildScreens,
    lab: async () => {
      if (lab !== undefined) return encodeURIComponent(lab)
      const { labs } = await (await client()).get('/labs', labsAnswer)
      return encodeURIComponent(labs.find(({ isDefault }) => isDefault)?.lab ?? 'contoso')
    },
  }
}

function createProgram(): Command {
  return new Command('hybridlab')
    .description(
      'A complete hybrid-identity world on this machine: Microsoft Entra ID, Active Directory, Connect.',
    )
    .option('--json', 'answer in JSON (on every verb)')
    .option('--url <origin>', 'where the lab runs (HYBRIDLAB_URL; found by itself on this machine)')
    .option('--lab <id>', 'which lab (the default lab when absent)')
    .option('--config <file>', 'settings file (default hybridlab.config.yaml)')
    .showHelpAfterError('hybridlab --help shows what there is.')
    .exitOverride()
}

/** What the script around us can do, which is no TypeScript. */
type Outside = Pick<Surroundings, 'buildScreens'>

/** Sets the exit code; a server that was started goes on after it. */
export async function main(words: readonly string[], outside: Outside): Promise<void> {
  const program = createProgram()
  let json = false
  try {
    const everywhere = takeEverywhere(words, program)
    json = everywhere.json
    const around = surroundingsOf(everywhere, outside)
    for (const add of groups) add(program, around)
    for (const command of program.commands) passOn(command)
    await program.parseAsync(everywhere.rest.length === 0 ? ['--help'] : everywhere.rest, { from: 'user' })
  } catch (error) {
    process.exitCode = tell(error, json)
  }
}

/** Commander's own errors become our exit codes on every level. */
function passOn(command: Command): void {
  command.exitOverride().showHelpAfterError('hybridlab --help shows what there is.')
  for (const inner of command.commands) passOn(inner)
}

function tell(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const { code, hint, exitCode } =
    error instanceof LabRefusal || error instanceof RemoteRefusal
      ? error
      : { code: 'LabFailed', hint: undefined, exitCode: 1 }
  const message = error instanceof Error ? error.message : String(error)
  if (json) process.stderr.write(`${JSON.stringify({ error: { code, message, hint } })}\n`)
  else process.stderr.write(`${colors.red(message)}${hint === undefined ? '' : `\n${hint}`}\n`)
  if (process.env.HYBRIDLAB_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return exitCode
}
