/** The administrator at the Connect server: the wizard page by page, the scheduler, the services. */
import type { WizardAction, WizardState } from '#core/contracts/connect.ts'
import { type Doors, expectAnswer, expectSuccess } from '../doors.ts'
import { forestDoor } from '../forest-door.ts'
import type { VerbTable } from './verb.ts'

async function act(doors: Doors, action: WizardAction): Promise<WizardState> {
  const answer = expectAnswer('The Connect wizard', await doors.control('connect/wizard', { json: action }))
  return answer.json as WizardState
}

/** From its first page on, also where somebody has left it open on another. */
async function openWizard(doors: Doors): Promise<void> {
  await act(doors, { action: 'close' })
  await act(doors, { action: 'open' })
  await act(doors, { action: 'next' })
}

interface WizardChoices {
  readonly forest?: { readonly forest: string; readonly username: string; readonly password: string }
  readonly organizationalUnits?: readonly string[]
  readonly passwordWriteback?: boolean
}

/** Walks Customize synchronization options to its end, or to the page that refuses. */
async function customize(
  doors: Doors,
  username: string,
  password: string,
  wanted: WizardChoices,
): Promise<void> {
  await openWizard(doors)
  await act(doors, { action: 'choose-task', task: 'customize-synchronization-options' })
  const signedIn = await act(doors, { action: 'sign-in', username, password })
  if (!signedIn.refusal) {
    if (wanted.forest !== undefined)
      await act(doors, { action: 'add-directory', account: 'create', ...wanted.forest })
    const { organizationalUnits } = await act(doors, { action: 'next' })
    const selected = organizationalUnits.filter((unit) => unit.selected).map((unit) => unit.dn)
    const { features } = await act(doors, {
      action: 'select-ous',
      selected: [...(wanted.organizationalUnits ?? selected)],
    })
    const { passwordWriteback = features.passwordWriteback } = wanted
    await act(doors, { action: 'select-features', features: { ...features, passwordWriteback } })
    await act(doors, { action: 'configure' })
  }
  await act(doors, { action: 'close' })
}

export const connect: VerbTable<'connect'> = {
  'connect.setPasswordWriteback': async (doors, { enabled, username, password }) => {
    const user = username ?? doors.who('Global Administrator')
    const typed = doors.password(user, password ?? 'original')
    await customize(doors, user, typed, { passwordWriteback: enabled })
  },
  'connect.setOrganizationalUnits': (doors, { units }, as) =>
    customize(doors, as, doors.password(as, 'original'), {
      organizationalUnits: units.map((unit) => `${unit},${doors.info.baseDn}`),
    }),
  'connect.addForest': (doors, { forest }, as) => {
    const { netbiosName, administrator } = forestDoor(doors.info, forest)
    const { displayName, password } = administrator
    const username = `${netbiosName}\\${displayName}`
    return customize(doors, as, doors.password(as, 'original'), { forest: { forest, username, password } })
  },
  'connect.synchronize': async (doors, { policyType }) =>
    void expectSuccess(
      'Start-ADSyncSyncCycle',
      await doors.control('connect/sync', { json: { policyType } }),
    ),
  'connect.setUserSignIn': async (doors, { method }) => {
    const username = doors.who('Global Administrator')
    const json = { method, username, password: doors.password(username, 'original') }
    const answer = await doors.control('connect/user-sign-in', { method: 'PUT', json })
    expectSuccess('Change user sign-in', answer)
  },
  'connect.setStagingMode': async (doors, { enabled }) => {
    const username = doors.who('Global Administrator')
    await act(doors, { action: 'open' })
    await act(doors, { action: 'next' })
    await act(doors, { action: 'choose-task', task: 'configure-staging-mode' })
    const password = doors.password(username, 'original')
    await act(doors, { action: 'sign-in', username, password })
    await act(doors, { action: 'select-staging', enabled })
    await act(doors, { action: 'configure' })
    await act(doors, { action: 'close' })
  },
  'connect.setProxy': async (doors, { allow, demands, knows }) => {
    const proxy = { way: 'proxy', allow, requireCredentials: demands, credentials: knows }
    const json = allow === undefined ? { way: 'direct' } : proxy
    expectSuccess('Network', await doors.control('connect/network', { method: 'PUT', json }))
  },
  'connect.restartService': async (doors, { service }) =>
    void expectSuccess(
      'Restart-Service',
      await doors.control(`connect/services/${service}/restart`, { method: 'POST' }),
    ),
  'connect.setSignAndEncrypt': async (doors, { enabled }) => {
    const forest = doors.info.baseDn.replaceAll(/,?DC=/gi, '.').slice(1)
    const request = { method: 'PUT', json: { signAndEncrypt: enabled } }
    expectSuccess('Connector properties', await doors.control(`connect/connectors/${forest}`, request))
  },
  'connect.renewKeys': async (doors) =>
    void expectSuccess('New keys', await doors.control('connect/writeback/renew-keys', { json: {} })),
  'connect.setClock': async (doors, json) =>
    void expectSuccess('Set-Date', await doors.control('connect/clock', { method: 'PUT', json })),
  'connect.setTls12': async (doors, { enabled }) =>
    void expectSuccess(
      'Set-ADSyncToolsTls12',
      await doors.control('connect/tls', { method: 'PUT', json: { tls12: enabled } }),
    ),
  'connect.stopService': async (doors, { service }) =>
    void expectSuccess(
      'Stop-Service',
      await doors.control(`connect/services/${service}/stop`, { method: 'POST' }),
    ),
  'connect.startService': async (doors, { service }) =>
    void expectSuccess(
      'Start-Service',
      await doors.control(`connect/services/${service}/start`, { method: 'POST' }),
    ),
}
