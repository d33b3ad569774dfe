/**
 * The wizard's pages as a state machine: which page takes which action, and where it leads. Pure; what an action brings
 * about outside (signing in, reading containers, configuring) is done by wizard.ts. Source: writeback.md §7.2.
 */
import type { WizardAction, WizardPage, WizardState, wizardTasks } from '#core/contracts/connect.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'

export type Unit = WizardState['organizationalUnits'][number]
export type Features = WizardState['features']

/** What the wizard holds while it is open. The password of the administrator is elsewhere. */
export interface Draft {
  readonly open: boolean
  readonly page: WizardPage
  readonly task?: NonNullable<WizardState['task']>
  readonly signedInAs?: string
  readonly units: readonly Unit[]
  readonly features: Features
  readonly progress: WizardState['progress']
  readonly refusal?: ConnectRefusal
}

/** Tasks on offer. */
export const offeredTasks: readonly (typeof wizardTasks)[number][] = [
  'view-configuration',
  'customize-synchronization-options',
]

const actionsOf: Readonly<Record<WizardPage, readonly WizardAction['action'][]>> = {
  welcome: ['next'],
  'additional-tasks': ['choose-task', 'back'],
  'connect-to-azure-ad': ['sign-in', 'back'],
  'connect-directories': ['next', 'back'],
  'domain-ou-filtering': ['select-ous', 'back'],
  'optional-features': ['select-features', 'back'],
  'ready-to-configure': ['configure', 'back'],
  configuring: [],
  complete: ['back'],
}

const road: readonly WizardPage[] = [
  'welcome',
  'additional-tasks',
  'connect-to-azure-ad',
  'connect-directories',
  'domain-ou-filtering',
  'optional-features',
  'ready-to-configure',
]

export const pageBefore = (page: WizardPage): WizardPage =>
  road[Math.max(0, road.indexOf(page) - 1)] ?? 'welcome'
export const pageAfter = (page: WizardPage): WizardPage => road[road.indexOf(page) + 1] ?? 'complete'

/** Refuses an action that the open page does not have. */
export function requireHere(draft: Draft, action: WizardAction['action']): Result<undefined, ConnectRefusal> {
  if (!draft.open) return fail(refusal('WizardClosed'))
  return actionsOf[draft.page].includes(action)
    ? ok(undefined)
    : fail(refusal('WizardActionNotHere', `${action} on ${draft.page}`))
}

/** The units with the new selection; every one named must be there. */
export function selectUnits(
  units: readonly Unit[],
  selected: readonly string[],
): Result<readonly Unit[], ConnectRefusal> {
  const keys = new Set(selected.map(dnKey))
  const known = new Set(units.map(({ dn }) => dnKey(dn)))
  const unknown = selected.find((dn) => !known.has(dnKey(dn)))
  if (unknown !== undefined) return fail(refusal('WizardUnknownOrganizationalUnit', unknown))
  if (keys.size === 0) return fail(refusal('WizardNothingSelected'))
  return ok(units.map(({ dn }) => ({ dn, selected: keys.has(dnKey(dn)) })))
}

/** What `configure` is going to do. */
export interface Plan {
  readonly writeback: 'enable' | 'disable' | undefined
  readonly scopeChanged: boolean
  readonly passwordHashSync: 'enable' | 'disable' | undefined
  readonly lines: readonly string[]
}

export function planOf(
  draft: Draft,
  now: { readonly units: readonly Unit[]; readonly features: Features },
): Plan {
  const turned = (before: boolean, after: boolean) =>
    before === after ? undefined : after ? 'enable' : 'disable'
  const writeback = turned(now.features.passwordWriteback, draft.features.passwordWriteback)
  const passwordHashSync = turned(now.features.passwordHashSync, draft.features.passwordHashSync)
  const before = new Map(now.units.map(({ dn, selected }) => [dn, selected]))
  const scopeChanged = draft.units.some(({ dn, selected }) => (before.get(dn) ?? false) !== selected)
  const verb = { enable: 'Enable', disable: 'Disable' } as const
  return {
    writeback,
    scopeChanged,
    passwordHashSync,
    lines: [
      'Configure synchronization services on this computer',
      ...(scopeChanged ? ['Change domain and OU filtering'] : []),
      ...(passwordHashSync === undefined ? [] : [`${verb[passwordHashSync]} Password hash synchronization`]),
      ...(writeback === undefined ? [] : [`${verb[writeback]} Password writeback`]),
      'Start the synchronization process when configuration completes',
    ],
  }
}
