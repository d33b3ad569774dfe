/** Carries out what the wizard has planned, line by line; a line that fails ends it and says why. Source: writeback.md §7.1, §7.2. */

import type { WizardSignInMethod } from '#core/contracts/connect.ts'
import { companyAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { type ContainerScope, dnKey, scopeOfSelection } from '#core/sync/container-scope.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import { type CloudAccount, CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import { installWith } from '../installation/install.ts'
import { type NewDirectory, prepareForest } from '../installation/prepare-forest.ts'
import { sendAllHashesAgain } from '../password-hash-sync/send-all-again.ts'
import { allowedIntervalMs, type Scheduler } from '../scheduler.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'
import { type Configuration, type ForestConfiguration, writebackOf } from '../state/configuration.ts'
import { offboard, onboard } from '../writeback/onboarding.ts'
import type { RelayListener } from '../writeback/relay-listener.ts'
import { featureSteps } from './configure-features.ts'
import type { Draft, Unit } from './draft.ts'
import { needsInitialCycle, type PlanLine, type PlanStep } from './plan.ts'
import type { ForestAdministrator } from './wizard-directories.ts'

export type Outcome = Result<undefined, ConnectRefusal>

export interface ConfigureTools {
  readonly server: ServerContext
  readonly scheduler: Scheduler
  readonly listener: RelayListener
  /** Changes how users sign in, where pass-through authentication and federation are there. */
  readonly resetTrust?: (
    administrator: CloudAccount,
    renewCertificate: boolean,
  ) => Promise<Result<unknown, ConnectRefusal>>
  readonly userSignIn?: (
    administrator: CloudAccount,
    method: Exclude<WizardSignInMethod, 'none'>,
  ) => Promise<Result<unknown, ConnectRefusal>>
}

export interface Work extends ConfigureTools {
  readonly draft: Draft
  readonly plan: readonly PlanLine[]
  readonly administrator: CloudAccount
  /** Forests to be given a connector, with the accounts that were typed for them. */
  readonly directories: readonly NewDirectory[]
  /** Administrators of forests, where a page wanted them. */
  readonly forestAdministrators: readonly ForestAdministrator[]
}

/** `done` hears after each line of the plan. */
export async function configure(work: Work, done: () => void): Promise<Outcome> {
  for (const { step } of work.plan) {
    const outcome = await steps[step](work)
    if (!outcome.ok) return outcome
    done()
  }
  return ok(undefined)
}

const nothing = ok(undefined)

export async function store({ server }: Work, change: Partial<Configuration>): Promise<Outcome> {
  const { lab, state } = server
  await lab.store.transaction(() => state.configurations.put({ ...requireConfiguration(server), ...change }))
  return nothing
}

const isIn = ({ baseDn }: Pick<ForestConfiguration, 'baseDn'>, { dn }: Unit): boolean =>
  dnKey(dn).endsWith(dnKey(baseDn))

/** What is ticked of one forest; all of it where nothing was offered. */
const scopeIn =
  ({ units }: Draft) =>
  (baseDn: string): ContainerScope => {
    const own = units.filter((unit) => isIn({ baseDn }, unit))
    return own.length === 0 ? { included: [baseDn], excluded: [] } : scopeOfSelection(own)
  }

async function install(work: Work): Promise<Outcome> {
  const { server, draft, directories, administrator, scheduler } = work
  const installed = await installWith(server, {
    directories: directories.map((directory) => ({ directory, scope: scopeIn(draft) })),
    administrator,
    passwordHashSync: draft.features.passwordHashSync,
    stagingMode: draft.stagingMode,
    pilotGroup: draft.pilotGroup,
    userMatching: draft.userMatching,
    ...(draft.sourceAnchor === 'managed' ? {} : { sourceAnchor: draft.sourceAnchor }),
  })
  if (!installed.ok) return installed
  await store(work, { components: draft.components })
  const nextCycleAt = server.lab.clock.now() + allowedIntervalMs
  await scheduler.configure({ nextPolicy: 'Initial', nextCycleAt })
  return nothing
}

async function addDirectories(work: Work): Promise<Outcome> {
  const added: ForestConfiguration[] = []
  for (const directory of work.directories) {
    const whole = (baseDn: string) => ({ included: [baseDn], excluded: [] })
    const prepared = await prepareForest(work.server, directory, whole)
    if (!prepared.ok) return prepared
    added.push(prepared.value)
  }
  return store(work, { forests: [...requireConfiguration(work.server).forests, ...added] })
}

function changeFiltering(work: Work): Promise<Outcome> {
  const { forests } = requireConfiguration(work.server)
  const scope = scopeIn(work.draft)
  return store(work, { forests: forests.map((forest) => ({ ...forest, scope: scope(forest.baseDn) })) })
}

async function changePilot(work: Work): Promise<Outcome> {
  const { pilotGroup: _, ...others } = requireConfiguration(work.server)
  const { pilotGroup } = work.draft
  const configuration = { ...others, ...(pilotGroup === null ? {} : { pilotGroup }) }
  const { lab, state } = work.server
  await lab.store.transaction(() => state.configurations.put(configuration))
  return nothing
}

async function changePasswordHashSync(work: Work): Promise<Outcome> {
  const { passwordHashSync } = work.draft.features
  const { lab, state } = work.server
  const configuration = requireConfiguration(work.server)
  await lab.store.transaction(() => {
    state.configurations.put({ ...configuration, passwordHashSync })
    if (passwordHashSync) sendAllHashesAgain(state, configuration.forests)
  })
  return nothing
}

async function changeSignIn(work: Work): Promise<Outcome> {
  const { draft, userSignIn, administrator } = work
  const method = draft.signInMethod
  if (method !== 'none' && userSignIn !== undefined) {
    const changed = await userSignIn(administrator, method)
    if (!changed.ok) return changed
  } else if (method === 'pass-through' || method === 'federation')
    return fail(refusal('WizardActionNotHere', method))
  return store(work, { userSignIn: method })
}

const switchWriteback =
  (turn: typeof onboard) =>
  async ({ server, listener, administrator }: Work): Promise<Outcome> => {
    const changed = await turn(server, administrator)
    if (!changed.ok) return changed
    listener.follow()
    await listener.settled()
    return nothing
  }

const setStaging =
  (stagingMode: boolean) =>
  async (work: Work): Promise<Outcome> => {
    const clash = stagingMode ? undefined : await writebackElsewhere(work.server)
    if (clash !== undefined) return fail(refusal('WizardStagingClash', clash))
    await store(work, { stagingMode })
    work.listener.follow()
    await work.listener.settled()
    return nothing
  }

/** Another server that the tenant has for writeback while this one believes that it is the one. */
async function writebackElsewhere(server: ServerContext): Promise<string | undefined> {
  if (writebackOf(server.state) === undefined) return undefined
  try {
    const { writebackServer } = await server.cloud.ask('GET', `${provisioningPath}/company`, companyAnswer)
    return writebackServer == null || writebackServer === server.serverName ? undefined : writebackServer
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable) return undefined
    throw error
  }
}

async function synchronize({ scheduler, plan }: Work): Promise<Outcome> {
  const initial = needsInitialCycle(plan)
  if (initial) await scheduler.configure({ nextPolicy: 'Initial' })
  await scheduler.run(initial ? 'Initial' : 'Delta')
  return nothing
}

const steps: Readonly<Record<PlanStep, (work: Work) => Promise<Outcome>>> = {
  install,
  services: (work) => store(work, {}),
  directories: addDirectories,
  filtering: changeFiltering,
  pilot: changePilot,
  // The attributes that are read are this version’s; what a schema adds comes with the initial cycle.
  schema: (work) => store(work, {}),
  'user-sign-in': changeSignIn,
  'password-hash-sync': changePasswordHashSync,
  'writeback-on': switchWriteback(onboard),
  'writeback-off': switchWriteback(offboard),
  'staging-on': setStaging(true),
  'staging-off': setStaging(false),
  synchronize,
  'leave-off': async ({ scheduler }) => {
    await scheduler.configure({ syncCycleEnabled: false })
    return nothing
  },
  ...featureSteps,
}
