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
  | 'user-sign-in'
  | 'password-hash-sync'
  | 'writeback-on'
  | 'writeback-off'
  | 'staging-on'
  | 'staging-off'
  | 'synchronize'

export interface PlanLine {
  readonly step: PlanStep
  readonly line: string
}

const turned = <Step extends PlanStep>(before: boolean, after: boolean, on: Step, off: Step): Step[] =>
  before === after ? [] : [after ? on : off]

const scopeChanged = (before: readonly Unit[], after: readonly Unit[]): boolean => {
  const known = new Map(before.map(({ dn, selected }) => [dnKey(dn), selected]))
  return after.some(({ dn, selected }) => (known.get(dnKey(dn)) ?? false) !== selected)
}

const lines: Readonly<Record<PlanStep, string>> = {
  install: 'Make the connector accounts and configure the connectors',
  services: 'Configure synchronization services on this computer',
  directories: 'Add the connectors of the new directories',
  filtering: 'Change domain and OU filtering',
  pilot: 'Change the group of users and devices to synchronize',
  schema: 'Refresh the directory schema',
  'user-sign-in': 'Change how users sign in',
  'password-hash-sync': 'Change Password hash synchronization',
  'writeback-on': 'Enable Password writeback',
  'writeback-off': 'Disable Password writeback',
  'staging-on': 'Enable staging mode: this server will not export',
  'staging-off': 'Disable staging mode: this server will export',
  synchronize: 'Start the synchronization process when configuration completes',
}

const lineOf = (step: PlanStep, { features }: Choices): PlanLine => ({
  step,
  line:
    step === 'password-hash-sync'
      ? `${features.passwordHashSync ? 'Enable' : 'Disable'} Password hash synchronization`
      : lines[step],
})

/** First installation: everything that was chosen, in one go. */
const firstSteps = ({ features, stagingMode }: Choices): PlanStep[] => [
  'install',
  ...(stagingMode ? (['staging-on'] as const) : []),
  'synchronize',
  ...(features.passwordWriteback && !stagingMode ? (['writeback-on'] as const) : []),
]

function changedSteps(draft: Draft, now: Choices): PlanStep[] {
  const { features, stagingMode, signInMethod } = draft
  return [
    'services',
    ...(draft.added.length > 0 ? (['directories'] as const) : []),
    ...(scopeChanged(now.units, draft.units) ? (['filtering'] as const) : []),
    ...(draft.pilotGroup === now.pilotGroup ? [] : (['pilot'] as const)),
    ...(draft.road === 'refresh-directory-schema' ? (['schema'] as const) : []),
    ...(draft.road === 'change-user-sign-in' && signInMethod !== now.signInMethod
      ? (['user-sign-in'] as const)
      : []),
    ...(features.passwordHashSync === now.features.passwordHashSync ? [] : (['password-hash-sync'] as const)),
    ...turned(now.features.passwordWriteback, features.passwordWriteback, 'writeback-on', 'writeback-off'),
    ...turned(now.stagingMode, stagingMode, 'staging-on', 'staging-off'),
    'synchronize',
  ]
}

/** `now`: as this server is configured; undefined before the first installation. */
export function planOf(draft: Draft, now: Choices | undefined): readonly PlanLine[] {
  const steps = now === undefined ? firstSteps(draft) : changedSteps(draft, now)
  return steps.map((step) => lineOf(step, draft))
}

/** Changes after which everything has to be read and weighed again. */
export const needsInitialCycle = (plan: readonly PlanLine[]): boolean =>
  plan.some(({ step }) => ['install', 'directories', 'filtering', 'pilot', 'schema'].includes(step))
