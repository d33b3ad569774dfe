/** What the buttons of the pages around optional features, single sign-on, devices, federation and components do. */
import type { ComponentChoice, OptionalFeatures, ReadWizardAction } from '#core/contracts/connect.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { isCloudApp, offeredAttributes } from '#core/sync/rules/attributes-of-apps.ts'
import { anchorAttributes } from '#core/sync/source-anchor.ts'
import { diagnose } from '../cmdlets/diagnostics.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import { logOn } from '../connectors/logon.ts'
import { configurationOf } from '../state/configuration.ts'
import type { Draft } from './draft.ts'
import { importSettings } from './settings-file.ts'
import type { WizardDirectories, WizardTools } from './wizard-directories.ts'
import { forward } from './wizard-pages.ts'

export type Decision = Result<Draft, ConnectRefusal>
export type Act<Name extends ReadWizardAction['action']> = (
  action: Extract<ReadWizardAction, { action: Name }>,
) => Decision | Promise<Decision>

/** The page that is open, and what it may ask. */
export interface OpenPage {
  readonly tools: WizardTools
  draft(): Draft
  directories(): WizardDirectories
}

type FeatureAction =
  | 'select-components'
  | 'import-settings'
  | 'select-sign-in'
  | 'select-features'
  | 'select-apps'
  | 'leave-out-attributes'
  | 'select-extensions'
  | 'sign-in-forest'
  | 'select-privacy'
  | 'select-device-option'
  | 'select-federation-task'
  | 'select-matching'
  | 'diagnose'

export function featureActs(page: OpenPage): { readonly [Name in FeatureAction]: Act<Name> } {
  const on = (change: Partial<Draft>): Decision => ok(forward({ ...page.draft(), ...change }))
  return {
    'select-components': async ({ components }) => {
      const problem = await componentProblem(page, components)
      if (problem !== undefined) return fail(problem)
      const { serviceAccountPassword: _, ...kept } = components
      return on({ components: kept })
    },
    'import-settings': ({ settings }) => {
      const imported = importSettings(page.draft(), settings, page.tools.forestsInReach)
      return imported.ok ? ok(forward(imported.value)) : imported
    },
    'select-sign-in': (action) => selectSignIn(page, action),
    'select-features': (action) => selectFeatures(page, action),
    'select-apps': ({ apps }) => {
      const unknown = apps?.find((app) => !isCloudApp(app))
      if (unknown !== undefined) return fail(refusal('WizardUnknownApp', unknown))
      return on({ filtering: { ...page.draft().filtering, apps: apps?.filter(isCloudApp) ?? null } })
    },
    'leave-out-attributes': ({ leftOut }) => leaveOut(page, leftOut),
    'select-extensions': ({ selected }) => {
      const { availableExtensions } = page.draft()
      const unknown = selected.find((name) => !availableExtensions.includes(name))
      if (unknown !== undefined) return fail(refusal('WizardUnknownAttribute', unknown))
      return on({ extensions: [...new Set(selected)] })
    },
    'sign-in-forest': (action) => signInForest(page, action),
    'select-privacy': async ({ telemetry }) => {
      const { lab, state } = page.tools.server
      const configuration = configurationOf(state)
      if (configuration !== undefined)
        await lab.store.transaction(() => state.configurations.put({ ...configuration, telemetry }))
      return ok({ ...page.draft(), page: 'additional-tasks' })
    },
    'select-device-option': ({ option }) => {
      const { features } = page.draft()
      const deviceWriteback =
        option === 'hybrid-join' ? features.deviceWriteback : option.startsWith('enable')
      return on({ deviceOption: option, features: { ...features, deviceWriteback } })
    },
    'select-federation-task': ({ task }) => on({ federationTask: task }),
    'select-matching': ({ matching, sourceAnchor = page.draft().sourceAnchor }) =>
      sourceAnchor === 'managed' || anchorAttributes.includes(sourceAnchor)
        ? on({ userMatching: matching, sourceAnchor })
        : fail(refusal('WizardUnknownSourceAnchor', sourceAnchor)),
    diagnose: ({ user }) => troubleshoot(page, user),
  }
}

/** An absolute path of Windows without the characters that it does not take. */
const installFolder = /^[A-Za-z]:\\(?:[^<>:"/\\|?*]+\\?)*$/

async function componentProblem(
  { tools }: OpenPage,
  { installLocation, sqlServer, serviceAccount, serviceAccountPassword = '' }: ComponentChoice,
): Promise<ConnectRefusal | undefined> {
  if (installLocation !== undefined && !installFolder.test(installLocation))
    return refusal('WizardInstallLocation', installLocation)
  // There is no SQL Server in the lab's network.
  if (sqlServer !== undefined) return refusal('WizardSqlServerUnreachable', sqlServer)
  // A managed account has no password that anybody could know.
  if (serviceAccount === undefined || serviceAccount.endsWith('$')) return undefined
  const domain = serviceAccount.split('\\')[0]?.toLowerCase()
  const forest = tools.forestsInReach
    .map((name) => tools.server.forestEndpoint(name))
    .find((endpoint) => endpoint?.netbiosName.toLowerCase() === domain)
  const problem = refusal('WizardServiceAccount', serviceAccount)
  if (forest === undefined) return problem
  const logon = await logOn(forest, serviceAccount, serviceAccountPassword, (connection) =>
    connection.read('', ['defaultNamingContext']),
  )
  return logon.outcome === 'accepted' ? undefined : problem
}

function selectSignIn(
  page: OpenPage,
  { method, singleSignOn }: Extract<ReadWizardAction, { action: 'select-sign-in' }>,
): Decision {
  const draft = page.draft()
  const managed = method === 'password-hash-sync' || method === 'pass-through'
  if (singleSignOn === true && !managed) return fail(refusal('WizardSingleSignOnManaged'))
  const wanted = managed && (singleSignOn ?? draft.singleSignOn)
  const has = configurationOf(page.tools.server.state)?.singleSignOn ?? []
  return ok(
    forward({
      ...draft,
      signInMethod: method,
      singleSignOn: wanted,
      asksDomainAdmins: wanted && has.length === 0,
      features: {
        ...draft.features,
        passwordHashSync: method === 'password-hash-sync' || draft.features.passwordHashSync,
      },
    }),
  )
}

type Features = OptionalFeatures
const exchangeFeatures = {
  exchangeHybrid: 'Exchange hybrid deployment',
  exchangeMailPublicFolders: 'Exchange mail public folders',
} as const satisfies Partial<Record<keyof Features, string>>

async function selectFeatures(
  page: OpenPage,
  {
    features: given,
    groupWritebackContainer = page.draft().groupWritebackContainer ?? undefined,
  }: Extract<ReadWizardAction, { action: 'select-features' }>,
): Promise<Decision> {
  const draft = page.draft()
  const chosen = Object.entries(given).filter(([, ticked]) => ticked !== undefined)
  const features: Features = { ...draft.features, ...Object.fromEntries(chosen) }
  const problem =
    containerProblem(draft, features, groupWritebackContainer) ?? (await featureProblem(page, features))
  if (problem !== undefined) return fail(problem)
  const chosenNow = {
    ...draft,
    features,
    groupWritebackContainer: features.groupWriteback ? (groupWritebackContainer ?? null) : null,
  }
  if (!features.directoryExtensions) return ok(forward({ ...chosenNow, extensions: [] }))
  const read = await page.directories().extensionAttributes()
  if (!read.ok) return read
  return ok(forward({ ...chosenNow, availableExtensions: read.value }))
}

/** Groups are written to a unit that the page of units shows. */
function containerProblem(
  { units }: Draft,
  { groupWriteback }: Features,
  container: string | undefined,
): ConnectRefusal | undefined {
  if (!groupWriteback) return undefined
  if (container === undefined) return refusal('WizardGroupContainerMissing')
  return units.some(({ dn }) => dnKey(dn) === dnKey(container))
    ? undefined
    : refusal('WizardUnknownOrganizationalUnit', container)
}

/** What a feature needs in the forest, asked of the forest. */
async function featureProblem(page: OpenPage, features: Features): Promise<ConnectRefusal | undefined> {
  const exchange = (['exchangeHybrid', 'exchangeMailPublicFolders'] as const).find((name) => features[name])
  if (exchange !== undefined) {
    const without = await page.directories().withoutExchange()
    if (!without.ok) return without.failure
    return without.value === undefined
      ? refusal('WizardFeatureNotBuilt', exchangeFeatures[exchange])
      : refusal('WizardExchangeSchemaMissing', without.value)
  }
  if (!features.deviceWriteback || page.draft().features.deviceWriteback) return undefined
  const container = await page.directories().withDeviceContainer()
  if (!container.ok) return container.failure
  return container.value ? undefined : refusal('WizardDeviceContainerMissing')
}

function leaveOut(page: OpenPage, leftOut: readonly string[]): Decision {
  const draft = page.draft()
  const offered = new Map(offeredAttributes(draft.filtering).map((one) => [one.name, one]))
  const wrong = leftOut.find((name) => offered.get(name)?.mandatory !== false)
  if (wrong !== undefined) return fail(refusal('WizardAttributeMandatory', wrong))
  return ok(forward({ ...draft, filtering: { ...draft.filtering, leftOut } }))
}

async function signInForest(
  page: OpenPage,
  { forest, username, password }: Extract<ReadWizardAction, { action: 'sign-in-forest' }>,
): Promise<Decision> {
  const as = page.draft().page === 'single-sign-on' ? 'domain' : 'enterprise'
  const signedIn = await page.directories().signInForest(forest, { username, password }, as)
  if (!signedIn.ok) return signedIn
  const names = page.directories().administrators.map(({ endpoint }) => endpoint.dnsName)
  return ok({ ...page.draft(), signedInForests: names })
}

/** Opens the page *Troubleshooting*, or looks again. */
export async function troubleshoot(page: OpenPage, user?: string): Promise<Decision> {
  const { tools } = page
  const configuration = configurationOf(tools.server.state)
  if (configuration === undefined) return fail(refusal('ConnectNotInstalled'))
  const found = await diagnose(tools, configuration, { dn: user === '' ? undefined : user })
  const findings = found.map(({ Check, Status, Message }) => ({
    check: Check,
    status: Status,
    message: Message,
  }))
  return ok({ ...page.draft(), page: 'troubleshooting', findings })
}
