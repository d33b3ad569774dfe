/** The lines of *Ready to configure* that belong to optional features, single sign-on, devices and federation. Source: writeback.md §7.1, §7.2. */
import { directoryExtensionsAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import { managedAnchor } from '#core/sync/source-anchor.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import { CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { tellSourceAnchor } from '../installation/choose-source-anchor.ts'
import { signInAdministrator } from '../installation/cloud-administrator.ts'
import { defaultNamingContext } from '../installation/connector-account.ts'
import { makeConnectionPoint, makeDeviceContainer } from '../installation/device-registration.ts'
import { withDirectory } from '../installation/prepare-forest.ts'
import { makeSingleSignOnComputer } from '../installation/single-sign-on.ts'
import { changeTenantSettings } from '../installation/tenant-settings.ts'
import { requireConfiguration } from '../server-context.ts'
import type { Configuration } from '../state/configuration.ts'
import type { Work } from './configure.ts'
import type { PlanStep } from './plan.ts'

type Outcome = Result<undefined, ConnectRefusal>
type FeatureStep = Extract<
  PlanStep,
  | 'attribute-filtering'
  | 'directory-extensions'
  | 'source-anchor'
  | `single-sign-on-${string}`
  | 'service-connection-point'
  | `group-${string}`
  | `device-${string}`
  | 'federation-trust'
>

const nothing = ok(undefined)

type Optional =
  | 'sourceAnchor'
  | 'attributeFiltering'
  | 'directoryExtensions'
  | 'singleSignOn'
  | 'groupWriteback'
type Changeable = Omit<Configuration, Optional> & { -readonly [Name in Optional]?: Configuration[Name] }

/** Stores the configuration with a change, and without what is named. */
async function change(
  { server }: Work,
  given: Partial<Configuration>,
  ...without: readonly Optional[]
): Promise<Outcome> {
  const { lab, state } = server
  const configuration: Changeable = { ...requireConfiguration(server), ...given }
  for (const name of without) delete configuration[name]
  await lab.store.transaction(() => state.configurations.put(configuration))
  return nothing
}

const changeFiltering = (work: Work): Promise<Outcome> =>
  work.draft.features.attributeFiltering
    ? change(work, { attributeFiltering: work.draft.filtering })
    : change(work, {}, 'attributeFiltering')

/** The tenant registers the attributes first: what nobody knows cannot be exported. */
async function changeExtensions(work: Work): Promise<Outcome> {
  const { server, administrator, draft } = work
  const attributes = draft.features.directoryExtensions ? draft.extensions : []
  const signedIn = await signInAdministrator(server.cloud, administrator)
  if (!signedIn.ok) return signedIn
  try {
    const path = `${provisioningPath}/directory-extensions`
    const { appId } = await server.cloud.ask('POST', path, directoryExtensionsAnswer, {
      body: { attributes },
      bearer: signedIn.value,
    })
    return attributes.length === 0
      ? change(work, {}, 'directoryExtensions')
      : change(work, { directoryExtensions: { appId, attributes } })
  } catch (error) {
    if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
    return fail(refusal('TenantRefused', error.message))
  }
}

/** Does something in every forest, as the administrator that was entered for it. */
async function inForests(
  { forestAdministrators }: Work,
  act: (connection: DirectoryConnection, forest: string) => Promise<void>,
): Promise<Outcome> {
  for (const administrator of forestAdministrators) {
    const done = await withDirectory(administrator, async (connection) => {
      await act(connection, administrator.endpoint.dnsName)
      return nothing
    })
    if (!done.ok) return done
  }
  return nothing
}

async function enableSingleSignOn(work: Work): Promise<Outcome> {
  const { random } = work.server.lab
  const made = await inForests(work, async (connection) =>
    makeSingleSignOnComputer(connection, await defaultNamingContext(connection), random),
  )
  if (!made.ok) return made
  return change(work, { singleSignOn: work.forestAdministrators.map(({ endpoint }) => endpoint.dnsName) })
}

const makeConnectionPoints = (work: Work): Promise<Outcome> =>
  inForests(work, (connection) => makeConnectionPoint(connection, requireConfiguration(work.server).cloud))

const makeDeviceContainers = (work: Work): Promise<Outcome> =>
  inForests(work, async (connection, name) => {
    const forest = requireConfiguration(work.server).forests.find((one) => one.name === name)
    if (forest !== undefined) await makeDeviceContainer(connection, forest)
  })

/** Nobody's anchor becomes another one: the attribute is empty, and gets the objectGUID that was the anchor before. */
async function useConsistencyGuid(work: Work): Promise<Outcome> {
  const told = await tellSourceAnchor(work.server, work.administrator, managedAnchor)
  return told.ok ? change(work, {}, 'sourceAnchor') : told
}

/** Groups that are there already stay where they are, also when it is switched off. */
async function switchGroupWriteback(work: Work): Promise<Outcome> {
  const { groupWritebackContainer: container } = work.draft
  const features = { groupWriteBackEnabled: container !== null }
  const changed = await changeTenantSettings(work.server, work.administrator, { features })
  if (!changed.ok) return changed
  if (container === null) return change(work, {}, 'groupWriteback')
  const { forests } = requireConfiguration(work.server)
  const forest = forests.find(({ baseDn }) => dnKey(container).endsWith(`,${dnKey(baseDn)}`))
  return forest === undefined
    ? fail(refusal('WizardUnknownOrganizationalUnit', container))
    : change(work, { groupWriteback: { forest: forest.name, container } })
}

const switchDeviceWriteback =
  (deviceWriteback: boolean) =>
  async (work: Work): Promise<Outcome> => {
    const features = { deviceWritebackEnabled: deviceWriteback }
    const changed = await changeTenantSettings(work.server, work.administrator, { features })
    return changed.ok ? change(work, { deviceWriteback }) : changed
  }

async function resetTrust({ draft, administrator, resetTrust }: Work): Promise<Outcome> {
  const done = await resetTrust?.(administrator, draft.federationTask === 'renew-certificate')
  if (done === undefined) return fail(refusal('WizardActionNotHere', 'federation'))
  return done.ok ? nothing : done
}

export const featureSteps: Readonly<Record<FeatureStep, (work: Work) => Promise<Outcome>>> = {
  'attribute-filtering': changeFiltering,
  'directory-extensions': changeExtensions,
  'source-anchor': useConsistencyGuid,
  'single-sign-on-on': enableSingleSignOn,
  // As with the product, the computer account stays: an administrator of the domain takes it away.
  'single-sign-on-off': (work) => change(work, {}, 'singleSignOn'),
  'service-connection-point': makeConnectionPoints,
  'device-container': makeDeviceContainers,
  'group-writeback-on': switchGroupWriteback,
  'group-writeback-off': switchGroupWriteback,
  'device-writeback-on': switchDeviceWriteback(true),
  'device-writeback-off': switchDeviceWriteback(false),
  'federation-trust': resetTrust,
}
