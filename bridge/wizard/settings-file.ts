/**
 * The synchronisation settings as a file: what a server writes into it, and what the wizard of another server takes from it
 * (*Import synchronization settings*). The accounts are entered anew on each server.
 */
import { decodeJwt } from 'jose'
import { type SyncSettings, syncSettings } from '#core/contracts/sync-settings.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { dnKey, isInContainerScope, prepareScope } from '#core/sync/container-scope.ts'
import { isCloudApp } from '#core/sync/rules/attributes-of-apps.ts'
import { anchorAttributes, managedAnchor } from '#core/sync/source-anchor.ts'
import { type ConnectRefusal, malformed, refusal } from '../connect-refusal.ts'
import type { ServerContext } from '../server-context.ts'
import { configurationOf } from '../state/configuration.ts'
import { choicesNow } from './choices-now.ts'
import type { Draft, Unit } from './draft.ts'

/** Undefined before the first installation. */
export function settingsOf(server: ServerContext): SyncSettings | undefined {
  const configuration = configurationOf(server.state)
  const choices = choicesNow(server)
  if (configuration === undefined || choices === undefined) return undefined
  const { forests, cloud } = configuration
  const { features, filtering } = choices
  const { attributeFiltering, passwordHashSync, passwordWriteback, deviceWriteback } = features
  return {
    policy: 'synchronization',
    format: 1,
    exportedAt: new Date(server.lab.clock.now()).toISOString(),
    serverName: server.serverName,
    version: server.version,
    tenant: { id: cloud.tenantId, initialDomain: cloud.initialDomain },
    forests: forests.map(({ name, scope: { included, excluded } }) => ({
      name,
      scope: { included: [...included], excluded: [...excluded] },
    })),
    userSignIn: choices.signInMethod,
    singleSignOn: choices.singleSignOn,
    passwordHashSync,
    passwordWriteback,
    deviceWriteback,
    groupWritebackContainer: choices.groupWritebackContainer,
    userMatching: choices.userMatching,
    sourceAnchor: choices.sourceAnchor,
    pilotGroup: choices.pilotGroup,
    attributeFiltering: attributeFiltering
      ? { apps: filtering.apps === null ? null : [...filtering.apps], leftOut: [...filtering.leftOut] }
      : null,
    directoryExtensions: [...choices.extensions],
  }
}

/** `Exported-SynchronizationPolicy-20260112-090000.JSON` */
export const settingsFileName = ({ exportedAt }: SyncSettings): string =>
  `Exported-SynchronizationPolicy-${exportedAt.replace(/[-:]|\..*/g, '').replace('T', '-')}.JSON`

/** What the file chooses; a second server stands by until somebody says otherwise. */
export function importSettings(
  draft: Draft,
  file: unknown,
  forestsInReach: readonly string[],
): Result<Draft, ConnectRefusal> {
  const parsed = syncSettings.safeParse(file)
  if (!parsed.success) return fail(refusal('WizardSettingsFile', malformed(parsed.error).detail))
  const settings = parsed.data
  const far = settings.forests.find(({ name }) => !forestsInReach.includes(name))
  if (far !== undefined) return fail(refusal('WizardUnknownForest', far.name))
  if (!anchorAttributes.includes(settings.sourceAnchor))
    return fail(refusal('WizardUnknownSourceAnchor', settings.sourceAnchor))
  const unknownApp = settings.attributeFiltering?.apps?.find((app) => !isCloudApp(app))
  if (unknownApp !== undefined) return fail(refusal('WizardUnknownApp', unknownApp))
  const { attributeFiltering, directoryExtensions, passwordHashSync } = settings
  const { passwordWriteback, deviceWriteback, groupWritebackContainer } = settings
  return ok({
    ...draft,
    road: 'import-settings',
    imported: settings,
    features: {
      ...draft.features,
      passwordHashSync,
      passwordWriteback,
      deviceWriteback,
      groupWriteback: groupWritebackContainer !== null,
      attributeFiltering: attributeFiltering !== null,
      directoryExtensions: directoryExtensions.length > 0,
    },
    groupWritebackContainer,
    signInMethod: settings.userSignIn,
    singleSignOn: settings.singleSignOn,
    userMatching: settings.userMatching,
    sourceAnchor: settings.sourceAnchor === managedAnchor ? 'managed' : settings.sourceAnchor,
    pilotGroup: settings.pilotGroup,
    filtering:
      attributeFiltering === null
        ? draft.filtering
        : { ...attributeFiltering, apps: attributeFiltering.apps?.filter(isCloudApp) ?? null },
    extensions: directoryExtensions,
    stagingMode: true,
  })
}

/** Settings go from server to server of one tenant. */
export function tenantProblem({ imported }: Draft, token: string): ConnectRefusal | undefined {
  if (imported === null || decodeJwt(token).tid === imported.tenant.id) return undefined
  return refusal('WizardSettingsTenant', imported.tenant.initialDomain)
}

export const forestsOfFile = ({ imported }: Draft): readonly string[] =>
  imported?.forests.map(({ name }) => name) ?? []

/** The selection of the file; a unit that it names has to be there. */
export function unitsOfFile(
  { imported }: Draft,
  units: readonly Unit[],
): Result<readonly Unit[], ConnectRefusal> {
  if (imported === null) return ok(units)
  const included = imported.forests.flatMap(({ scope }) => scope.included)
  const excluded = imported.forests.flatMap(({ scope }) => scope.excluded)
  const known = new Set(units.map(({ dn }) => dnKey(dn)))
  const gone = [...included, imported.groupWritebackContainer ?? []]
    .flat()
    .find((dn) => !known.has(dnKey(dn)) && !isDomain(dn))
  if (gone !== undefined) return fail(refusal('WizardUnknownOrganizationalUnit', gone))
  const scope = prepareScope({ included, excluded })
  return ok(units.map(({ dn }) => ({ dn, selected: isInContainerScope(dnKey(dn), scope) })))
}

const isDomain = (dn: string): boolean => dnKey(dn).startsWith('dc=')
