/**
 * `sync export-settings` and `sync import-settings`: the settings of one Connect server, and the wizard of another one that
 * installs it with them, walked as the lab's own administrators.
 */
import { readFile, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { type WizardAction, wizardState } from '#core/contracts/connect.ts'
import { type LabInfo, labInfo } from '#core/contracts/lab-info.ts'
import { syncSettings } from '#core/contracts/sync-settings.ts'
import { LabRefusal, reasonOf } from '../refusal.ts'
import { forestDoor } from '../scenarios/forest-door.ts'
import type { ControlClient } from './control-client.ts'
import type { Surroundings } from './verb.ts'

const invalid = (problem: string) => new LabRefusal('LabRequestInvalid', { problem })

const doorOf = (lab: string, server: string | undefined): string =>
  server === undefined ? `/labs/${lab}/connect` : `/labs/${lab}/connect-servers/${encodeURIComponent(server)}`

async function readSettings(file: string) {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw invalid(`${file} cannot be read: ${reasonOf(error)}`)
  })
  try {
    return syncSettings.parse(JSON.parse(text))
  } catch {
    throw invalid(`${file} is no file of synchronization settings`)
  }
}

/** What a forest of the file is administered by. */
function administratorOf(info: LabInfo, forest: string) {
  const isFirst = info.baseDn.toLowerCase() === `dc=${forest.toLowerCase().replaceAll('.', ',dc=')}`
  const { netbiosName, administrator } = forestDoor(info, isFirst ? undefined : forest)
  return { username: `${netbiosName}\\${administrator.displayName}`, password: administrator.password }
}

/** Does what a page's button does; a page that refuses ends it with its sentence, and the wizard is closed. */
const walker = (control: ControlClient, door: string) => async (action: WizardAction) => {
  try {
    return await control.post(`${door}/wizard`, action, wizardState)
  } catch (error) {
    const { refusal } = await control.get(`${door}/wizard`, wizardState)
    if (refusal === undefined) throw error
    await control.post(`${door}/wizard`, { action: 'close' }, wizardState)
    throw invalid(refusal.says)
  }
}

async function importInto(control: ControlClient, lab: string, door: string, file: string) {
  const settings = await readSettings(file)
  const info = await control.get(`/labs/${lab}`, labInfo)
  const administrator = info.accounts.find(({ role }) => role === 'Global Administrator')
  const act = walker(control, door)
  await act({ action: 'open' })
  await act({ action: 'next' })
  await act({ action: 'choose-install', install: 'customize' })
  await act({ action: 'import-settings', settings })
  await act({ action: 'select-sign-in', method: settings.userSignIn, singleSignOn: false })
  await act({
    action: 'sign-in',
    username: administrator?.upn ?? '',
    password: administrator?.password ?? '',
  })
  for (const { name: forest } of settings.forests)
    await act({ action: 'add-directory', forest, ...administratorOf(info, forest) })
  const { page } = await act({ action: 'next' })
  if (page === 'sign-in-configuration') await act({ action: 'continue-unmatched' })
  await act({ action: 'select-staging', enabled: true })
  const end = await act({ action: 'configure' })
  await act({ action: 'close' })
  return end
}

export function addSettingsVerbs(sync: Command, { out, client, lab }: Surroundings): void {
  const server = ['--server <name>', 'one of several Connect servers, as connect02'] as const
  sync
    .command('export-settings <file>')
    .description('writes the settings of the Connect server into a file, without accounts and passwords')
    .option(...server)
    .action(async (file: string, options: { server?: string }) => {
      const settings = await (await client()).get(
        `${doorOf(await lab(), options.server)}/settings`,
        syncSettings,
      )
      await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`).catch((error: unknown) => {
        throw invalid(`${file} cannot be written: ${reasonOf(error)}`)
      })
      out.answer(settings, ({ serverName }) => out.say(`The settings of ${serverName} are in ${file}.`))
    })
  sync
    .command('import-settings <file>')
    .description('installs a Connect server with them, in staging mode')
    .option(...server)
    .action(async (file: string, options: { server?: string }) => {
      const name = await lab()
      const end = await importInto(await client(), name, doorOf(name, options.server), file)
      out.answer(end, ({ progress }) => out.table(progress.map(({ line, state }) => [state, line])))
    })
}
