/** `start`: the whole world in this process, until it is told to end. */
import type { Command } from 'commander'
import colors from 'picocolors'
import {
  type Config,
  type ConfigKey,
  configKeys,
  config as configShape,
  flagOf,
} from '#core/contracts/config.ts'
import { stopwatch } from '../clock.ts'
import { loadConfig } from '../config.ts'
import { makePath } from '../storage/directory.ts'
import type { Output } from './output.ts'
import { writeRunning } from './running-file.ts'
import { showLab } from './show-lab.ts'
import type { VerbGroup } from './verb.ts'

/** Every setting is a flag. */
function addFlags(command: Command): Command {
  for (const key of configKeys) {
    const text = configShape.shape[key].description ?? ''
    const preset = configShape.shape[key].safeParse(undefined)
    const shown =
      preset.success && preset.data !== undefined && String(preset.data) !== '' && key !== 'ephemeral'
    command.option(
      key === 'ephemeral' ? flagOf(key) : `${flagOf(key)} <value>`,
      `${text}${shown ? ` (default ${String(preset.data)})` : ''}`,
    )
  }
  return command
}

export const startVerb: VerbGroup = (program, { out, configFile, buildScreens }) => {
  addFlags(program.command('start'))
    .description('starts the whole world in this process')
    .action(async (flags: Partial<Record<ConfigKey, unknown>>) => {
      const settings = await loadConfig({ flags, environment: process.env, file: configFile })
      if (await buildScreens()) await start(out, settings)
      else process.exitCode = 1
    })
}

async function start(out: Output, settings: Config): Promise<void> {
  const { startHost } = await import('../start.ts')
  const host = await startHost(settings)
  const running = host.labs.get(host.defaultLab)
  if (running === undefined) throw new Error('the default lab did not start')
  const { info } = running
  const url = new URL(info.portal).origin
  const forget = await remember(settings, url)
  endOnSignal(out, async () => {
    await host.close()
    await forget()
  })
  // Counted from the process's beginning: what the person at the terminal has waited.
  const seconds = (stopwatch() / 1_000).toFixed(2)
  out.answer(info, () => {
    out.say()
    out.say(
      `  ${colors.bold('Hybrid Identity Lab')} is ready after ${seconds} s: open ${colors.cyan(colors.bold(url))}`,
    )
    out.say()
    showLab(out, info)
    out.say()
    out.say(
      colors.dim(`  Made-up people; no place for real passwords. ${whereKept(settings)} Ctrl+C ends it.`),
    )
  })
}

const whereKept = ({ ephemeral, data }: Config): string =>
  ephemeral ? 'Nothing is kept.' : `Kept in ${data}.`

/** So that the other verbs find it, whatever its port. */
async function remember({ ephemeral, data }: Config, url: string): Promise<() => Promise<void>> {
  if (ephemeral) return () => Promise.resolve()
  await makePath(data)
  return writeRunning(data, url)
}

/** The first signal ends in order; a second one at once. */
function endOnSignal(out: Output, end: () => Promise<void>): void {
  let ending = false
  const hear = () => {
    if (ending) process.exit(130)
    ending = true
    out.say('Ending ...')
    void end().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear)
}
