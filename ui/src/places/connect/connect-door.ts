/** The Connect server's verbs, as its consoles use them. */
import { z } from 'zod'
import {
  connectState,
  runHistoryRow,
  syncAnswer,
  type WizardAction,
  wizardState,
} from '#core/contracts/connect.ts'
import { type NetworkSettings, networkState } from '#core/contracts/connect-network.ts'
import { syncSettings } from '#core/contracts/sync-settings.ts'
import { type Answered, ask, askFor } from '../../lab/http.ts'
import { useLab } from '../../lab/lab-store.ts'

const at = (path: string): string => `${useLab().api}/connect/${path}`
const runs = z.object({ runs: z.array(runHistoryRow) })

export const readState = () => askFor(at('state'), connectState)
export const readRuns = () => askFor(at('runs'), runs)
export const synchronise = (policyType: 'Delta' | 'Initial') =>
  askFor(at('sync'), syncAnswer, { json: { policyType } })
export const readNetwork = () => askFor(at('network'), networkState)
export const changeNetwork = (settings: NetworkSettings) =>
  askFor(at('network'), networkState, { method: 'PUT', json: settings })
export const readSettings = () => askFor(at('settings'), syncSettings)
export const readWizard = () => askFor(at('wizard'), wizardState)
export const actOnService = (name: string, verb: 'start' | 'stop' | 'restart') =>
  ask(at(`services/${encodeURIComponent(name)}/${verb}`), { method: 'POST', json: {} })

/** A page that refuses answers 422 with the wizard's state, which holds the refusal: that is an answer, too. */
export async function actOnWizard(action: WizardAction): Promise<Answered<z.infer<typeof wizardState>>> {
  const answer = await askFor(at('wizard'), wizardState, { json: action })
  if (answer.ok || answer.failure.status !== 422) return answer
  const state = await readWizard()
  if (!state.ok || state.value.refusal) return state
  const { code, says, because = '', fix } = answer.failure
  return { ok: true, value: { ...state.value, refusal: { code, says, because, fix } } }
}
