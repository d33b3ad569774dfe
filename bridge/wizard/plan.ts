/** What `configure` is going to do: the lines of *Ready to configure*, each with what it changes. Source: writeback.md §7.2. */
import { dnKey } from '#core/sync/container-scope.ts'
import type { Choices, Draft, Unit } from './draft.ts'

export type PlanStep =
  | 'install'
  | 'services'
  | 'directories'
  | 'filtering'
  | 'pilot'
  | 'schema'
  | 'source-anchor'
  | 'user-sign-in'
  | 'attribute-filtering'
  | 'directory-extensions'
  | 'single-sign-on-on'
  | 'single-sign-on-off'
  | 'service-connection-point'
  | 'device-container'
  | 'group-writeback-on'
  | 'group-writeback-off'
  | 'device-writeback-on'
  | 'device-writeback-off'
  | 'federation-trust'
  | 'password-hash-sync'
  | 'writeback-on'
  | 'writeback-off'
  | 'staging-on'
  | 'staging-off'
  | 'synchronize'
  | 'leave-off'

export interface PlanLine {
  readonly step: PlanStep
  readonly line: string
}

const when = (wanted: boolean, step: PlanStep): PlanStep[] => (wanted ? [step] : [])

const lastStep = ({ startSynchronization }: Draft): PlanStep =>
  startSynchronization ? 'synchronize' : 'leave-off'

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text) => b.includes(text))

const turned = <Step extends PlanStep>(before: boolean, after: boolean, on: Step, off: Step): Step[] =>
  before === after ? [] : [after ? on : off]

const scopeChanged = (before: readonly Unit[], after: readonly Unit[]): boolean => {
  const known = new Map(before.map(({ dn, selected }) => [dnKey(dn), selected]))
  return after.some(({ dn, selected }) => (known.get(dnKey(dn)) ?? false) !== selected)
}

const passwordHashSyncLines = {
  on: 'Enable Password hash synchronization',
  off: 'Disable Password hash synchronization',
} as const
const lines: Readonly<Record<Exclude<PlanStep, 'password-hash-sync'>, string>> = {
  install: 'Make the connector accounts and configure the connectors',
  services: 'Configure synchronization services on this computer',
  directories: 'Add the connectors of the new directories',
  filtering: 'Change domain and OU filtering',
  pilot: 'Change the group of users and devices to synchronize',
  schema: 'Refresh the directory schema',
  'source-anchor': 'Use ms-DS-ConsistencyGuid as the source anchor',
  'user-sign-in': 'Change how users sign in',
  'attribute-filtering': 'Change app and attribute filtering',
  'directory-extensions': 'Configure Directory extension attribute sync',
  'single-sign-on-on': 'Enable single sign-on',
  'single-sign-on-off': 'Disable single sign-on',
  'service-connection-point': 'Configure the service connection point for hybrid join',
  'device-container': 'Prepare the forest for device writeback',
  'group-writeback-on': 'Enable Group writeback',
  'group-writeback-off': 'Disable Group writeback',
  'device-writeback-on': 'Enable Device writeback',
  'device-writeback-off': 'Disable Device writeback',
  'federation-trust': 'Reset the trust of the federated domain',
  'writeback-on': 'Enable Password writeback',
  'writeback-off': 'Disable Password writeback',
  'staging-on': 'Enable staging mode: this server will not export',
  'staging-off': 'Disable staging mode: this server will export',
  synchronize: 'Start the synchronization process when configuration completes',
  'leave-off': 'Leave the synchronization process switched off',
}

/** Every line that a plan may have. */
export const planLines: readonly string[] = [...Object.values(lines), ...Object.values(passwordHashSyncLines)]

const lineOf = (step: PlanStep, { features }: Choices): PlanLine => ({
  step,
  line:
    step === 'password-hash-sync'
      ? passwordHashSyncLines[features.passwordHashSync ? 'on' : 'off']
      : lines[step],
})

/** First installation: everything that was chosen, in one go. */
const firstSteps = (draft: Draft): PlanStep[] => {
  const { features, stagingMode, signInMethod, singleSignOn } = draft
  return [
    'install',
    ...when(features.attributeFiltering, 'attribute-filtering'),
    ...when(features.directoryExtensions, 'directory-extensions'),
    ...when(signInMethod === 'pass-through' || signInMethod === 'federation', 'user-sign-in'),
    ...when(singleSignOn, 'single-sign-on-on'),
    ...when(features.groupWriteback, 'group-writeback-on'),
    ...when(features.deviceWriteback, 'device-writeback-on'),
    ...when(stagingMode, 'staging-on'),
    lastStep(draft),
    ...when(features.passwordWriteback && !stagingMode, 'writeback-on'),
  ]
}

function filteringChanged({ features, filtering }: Draft, now: Choices): boolean {
  const wasOn = now.features.attributeFiltering
  if (!features.attributeFiltering || !wasOn) return features.attributeFiltering !== wasOn
  const all = ['all']
  return (
    !sameTexts(filtering.leftOut, now.filtering.leftOut) ||
    !sameTexts(filtering.apps ?? all, now.filtering.apps ?? all)
  )
}

const extensionsChanged = ({ features, extensions }: Draft, now: Choices): boolean =>
  features.directoryExtensions ? !sameTexts(extensions, now.extensions) : now.features.directoryExtensions

/** Another unit is a change as well: groups to come are made there. */
function groupSteps({ groupWritebackContainer: container }: Draft, now: Choices): PlanStep[] {
  if (container === now.groupWritebackContainer) return []
  return [container === null ? 'group-writeback-off' : 'group-writeback-on']
}

function deviceSteps({ deviceOption }: Draft): PlanStep[] {
  if (deviceOption === 'hybrid-join') return ['service-connection-point']
  return when(deviceOption === 'enable-device-writeback', 'device-container')
}

function changedSteps(draft: Draft, now: Choices): PlanStep[] {
  const { features, stagingMode, signInMethod } = draft
  return [
    'services',
    ...when(draft.added.length > 0, 'directories'),
    ...when(scopeChanged(now.units, draft.units), 'filtering'),
    ...when(draft.pilotGroup !== now.pilotGroup, 'pilot'),
    ...when(draft.road === 'refresh-directory-schema', 'schema'),
    ...when(draft.road === 'configure-source-anchor', 'source-anchor'),
    ...when(draft.road === 'change-user-sign-in' && signInMethod !== now.signInMethod, 'user-sign-in'),
    ...turned(now.singleSignOn, draft.singleSignOn, 'single-sign-on-on', 'single-sign-on-off'),
    ...when(features.passwordHashSync !== now.features.passwordHashSync, 'password-hash-sync'),
    ...when(filteringChanged(draft, now), 'attribute-filtering'),
    ...when(extensionsChanged(draft, now), 'directory-extensions'),
    ...groupSteps(draft, now),
    ...deviceSteps(draft),
    ...turned(
      now.features.deviceWriteback,
      features.deviceWriteback,
      'device-writeback-on',
      'device-writeback-off',
    ),
    ...when(draft.federationTask !== undefined, 'federation-trust'),
    ...turned(now.features.passwordWriteback, features.passwordWriteback, 'writeback-on', 'writeback-off'),
    ...turned(now.stagingMode, stagingMode, 'staging-on', 'staging-off'),
    lastStep(draft),
  ]
}

/** `now`: as this server is configured; undefined before the first installation. */
export function planOf(draft: Draft, now: Choices | undefined): readonly PlanLine[] {
  const steps = now === undefined ? firstSteps(draft) : changedSteps(draft, now)
  return steps.map((step) => lineOf(step, draft))
}

const initial: ReadonlySet<PlanStep> = new Set([
  'install',
  'directories',
  'filtering',
  'pilot',
  'schema',
  'source-anchor',
  'attribute-filtering',
  'directory-extensions',
])

/** Changes after which everything has to be read and weighed again. */
export const needsInitialCycle = (plan: readonly PlanLine[]): boolean =>
  plan.some(({ step }) => initial.has(step))
