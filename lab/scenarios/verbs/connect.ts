/** The administrator at the Connect server: the wizard page by page, the scheduler, the services. */
import type { WizardAction, WizardState } from '#core/contracts/connect.ts'
import { type Doors, expectAnswer, expectSuccess } from '../doors.ts'
import type { VerbTable } from './verb.ts'

async function act(doors: Doors, action: WizardAction): Promise<WizardState> {
  const answer = expectAnswer('The Connect wizard', await doors.control('connect/wizard', { json: action }))
  return answer.json as WizardState
}

/** Walks Customize synchronization options to its end, or to the page that refuses. */
async function setPasswordWriteback(
  doors: Doors,
  enabled: boolean,
  username: string,
  password: string,
): Promise<void> {
  await act(doors, { action: 'open' })
  await act(doors, { action: 'next' })
  await act(doors, { action: 'choose-task', task: 'customize-synchronization-options' })
  const signedIn = await act(doors, { action: 'sign-in', username, password })
  if (!signedIn.refusal) {
    const filtering = await act(doors, { action: 'next' })
    const selected = filtering.organizationalUnits.filter((unit) => unit.selected).map((unit) => unit.dn)
    const features = await act(doors, { action: 'select-ous', selected })
    await act(doors, {
      action: 'select-features',
      features: { ...features.features, passwordWriteback: enabled },
    })
    await act(doors, { action: 'configure' })
  }
  await act(doors, { action: 'close' })
}

export const connect: VerbTable<'connect'> = {
  'connect.setPasswordWriteback': async (doors, { enabled, username, password }) => {
    const user = username ?? doors.who('Global Administrator')
    await setPasswordWriteback(doors, enabled, user, doors.password(user, password ?? 'original'))
  },
  'connect.synchronize': async (doors, { policyType }) =>
    void expectSuccess(
      'Start-ADSyncSyncCycle',
      await doors.control('connect/sync', { json: { policyType } }),
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
