/**
 * The wizard's pages as a state machine: the roads that lead through it, and which page takes which action. Pure; what an
 * action brings about outside (signing in, reading containers, configuring) is done by wizard.ts. Source: writeback.md §7.1, §7.2.
 */
import { type WizardAction, type WizardPage, wizardTasks } from '#core/contracts/connect.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { objectGuidAnchor } from '#core/sync/source-anchor.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import type { Draft } from './draft.ts'

export type WizardTask = (typeof wizardTasks)[number]

/** Tasks that are on offer only where there is something for them to do. */
const offeredWhen: Readonly<Partial<Record<WizardTask, (draft: Draft) => boolean>>> = {
  'manage-federation': ({ signInMethod }) => signInMethod === 'federation',
  'configure-source-anchor': ({ sourceAnchor }) => sourceAnchor === objectGuidAnchor,
}

export const offeredTasks = (draft: Draft): readonly WizardTask[] =>
  wizardTasks.filter((task) => offeredWhen[task]?.(draft) ?? true)

const again: readonly WizardPage[] = ['welcome', 'additional-tasks', 'connect-to-azure-ad']

/** First installation and every task: its pages in order. */
const roads = {
  express: [
    'welcome',
    'express-settings',
    'connect-to-azure-ad',
    'connect-directories',
    'sign-in-configuration',
    'ready-to-configure',
  ],
  customize: [
    'welcome',
    'express-settings',
    'required-components',
    'user-sign-in',
    'connect-to-azure-ad',
    'connect-directories',
    'sign-in-configuration',
    'domain-ou-filtering',
    'identifying-users',
    'filter-users-and-devices',
    'optional-features',
    'app-filtering',
    'attribute-filtering',
    'directory-extensions',
    'single-sign-on',
    'staging-mode',
    'ready-to-configure',
  ],
  'import-settings': [
    'welcome',
    'express-settings',
    'required-components',
    'user-sign-in',
    'connect-to-azure-ad',
    'connect-directories',
    'sign-in-configuration',
    'single-sign-on',
    'staging-mode',
    'ready-to-configure',
  ],
  'privacy-settings': ['welcome', 'additional-tasks', 'privacy-settings'],
  'view-configuration': ['welcome', 'additional-tasks', 'view-configuration'],
  troubleshoot: ['welcome', 'additional-tasks', 'troubleshooting'],
  'configure-device-options': [...again, 'device-options', 'device-forest', 'ready-to-configure'],
  'manage-federation': [...again, 'federation-tasks', 'ready-to-configure'],
  'customize-synchronization-options': [
    ...again,
    'connect-directories',
    'domain-ou-filtering',
    'optional-features',
    'app-filtering',
    'attribute-filtering',
    'directory-extensions',
    'ready-to-configure',
  ],
  'refresh-directory-schema': [...again, 'connect-directories', 'ready-to-configure'],
  'configure-staging-mode': [...again, 'staging-mode', 'ready-to-configure'],
  'configure-source-anchor': [...again, 'source-anchor', 'ready-to-configure'],
  'change-user-sign-in': [...again, 'user-sign-in', 'single-sign-on', 'ready-to-configure'],
} as const satisfies Record<WizardTask | 'express' | 'customize' | 'import-settings', readonly WizardPage[]>

export type Road = keyof typeof roads

const actionsOf: Readonly<Record<WizardPage, readonly WizardAction['action'][]>> = {
  welcome: ['next'],
  'express-settings': ['choose-install', 'back'],
  'required-components': ['select-components', 'import-settings', 'next', 'back'],
  'additional-tasks': ['choose-task', 'back'],
  'view-configuration': ['back'],
  'user-sign-in': ['select-sign-in', 'back'],
  'connect-to-azure-ad': ['sign-in', 'back'],
  'connect-directories': ['add-directory', 'next', 'back'],
  'sign-in-configuration': ['next', 'continue-unmatched', 'back'],
  'domain-ou-filtering': ['select-ous', 'back'],
  'identifying-users': ['select-matching', 'next', 'back'],
  'filter-users-and-devices': ['select-pilot', 'next', 'back'],
  'optional-features': ['select-features', 'back'],
  'app-filtering': ['select-apps', 'next', 'back'],
  'attribute-filtering': ['leave-out-attributes', 'next', 'back'],
  'directory-extensions': ['select-extensions', 'back'],
  'single-sign-on': ['sign-in-forest', 'next', 'back'],
  'privacy-settings': ['select-privacy', 'back'],
  'device-options': ['select-device-option', 'back'],
  'device-forest': ['sign-in-forest', 'next', 'back'],
  'federation-tasks': ['select-federation-task', 'back'],
  troubleshooting: ['diagnose', 'back'],
  'source-anchor': ['next', 'back'],
  'staging-mode': ['select-staging', 'next', 'back'],
  'ready-to-configure': ['configure', 'back'],
  configuring: [],
  complete: ['back'],
}

const roadOf = ({ road }: Draft): readonly WizardPage[] => roads[road]

/** Pages that are shown only when something before them asks for them. */
const shownWhen: Readonly<Partial<Record<WizardPage, (draft: Draft) => boolean>>> = {
  'sign-in-configuration': ({ suffixes }) => suffixes.some(({ verified }) => !verified),
  'app-filtering': ({ features }) => features.attributeFiltering,
  'attribute-filtering': ({ features }) => features.attributeFiltering,
  'directory-extensions': ({ features }) => features.directoryExtensions,
  'single-sign-on': ({ asksDomainAdmins }) => asksDomainAdmins,
  'device-forest': ({ deviceOption }) => deviceOption !== 'disable-device-writeback',
}

const isShown = (page: WizardPage, draft: Draft): boolean => shownWhen[page]?.(draft) ?? true

export function pageBefore(draft: Draft): WizardPage {
  const road = roadOf(draft)
  const before = road.slice(0, Math.max(0, road.indexOf(draft.page))).filter((page) => isShown(page, draft))
  return before.at(-1) ?? 'welcome'
}

export function pageAfter(draft: Draft): WizardPage {
  const road = roadOf(draft)
  return road.slice(road.indexOf(draft.page) + 1).find((page) => isShown(page, draft)) ?? 'complete'
}

/** The road without pages that nothing asks for; the one about suffixes may still be asked for. */
export const shownRoad = (draft: Draft): readonly WizardPage[] =>
  roadOf(draft).filter((page) => page === 'sign-in-configuration' || isShown(page, draft))

/** The next page of the draft’s road. */
export const forward = (draft: Draft): Draft => ({ ...draft, page: pageAfter(draft) })

/** Refuses an action that the open page does not have. */
export function requireHere(draft: Draft, action: WizardAction['action']): Result<undefined, ConnectRefusal> {
  if (!draft.open) return fail(refusal('WizardClosed'))
  return actionsOf[draft.page].includes(action)
    ? ok(undefined)
    : fail(refusal('WizardActionNotHere', `${action} on ${draft.page}`))
}
