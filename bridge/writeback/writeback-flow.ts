/**
 * What the agent does with a request of the relay: open it, find the user by cloud anchor, metaverse and AD connector
 * space, write the password as the connector account. The steps are the flow that the picture draws; the failure table
 * is core/codes/writeback-failures.ts. Source: writeback.md §4.1, §5.4.
 */
import type { KeyObject } from 'node:crypto'
import type { WritebackFailureCode } from '#core/codes/writeback-failures.ts'
import { writebackFailure } from '#core/codes/writeback-failures.ts'
import type { RelayRequest } from '#core/contracts/relay.ts'
import type { OpenPayload } from '#core/sspr/relay-package.ts'
import { openPayload } from '#core/sspr/relay-package.ts'
import { flow, pass, refuse, type Step, type StepOutcome } from '#core/steps.ts'
import type { CloudObject, DirectoryObject } from '#core/sync/connector-space.ts'
import { hasReservedCharacters, writeFailure } from '#core/sync/directory-write-failure.ts'
import { isInPasswordSyncScope } from '#core/sync/password-sync-scope.ts'
import { startEvent, type WritebackSubject } from '#core/sync/writeback-events.ts'
import {
  type DirectoryConnection,
  DirectoryRefusal,
  DirectoryUnreachable,
} from '../connectors/directory-connection.ts'
import { policyHints } from '../connectors/ldap-controls.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'
import type { WritebackRegistration } from '../state/configuration.ts'
import { openingCrypto } from './agent-crypto.ts'
import { type DirectoryAccountState, readAccount, writePassword } from './directory-password.ts'
import { type EarlyRead, readEarly } from './read-early.ts'
import { isRemoteSamDenied } from './remote-sam.ts'

/** Filled as the steps go. */
export interface WritebackContext {
  readonly server: ServerContext
  readonly registration: WritebackRegistration
  readonly key: KeyObject
  readonly request: RelayRequest
  payload?: OpenPayload
  cloud?: CloudObject
  object?: DirectoryObject
  /** Asked for while the password was still being opened. */
  reading?: EarlyRead | undefined
  account?: DirectoryAccountState
  /** What Active Directory said, for the engine's row. */
  detail: string
}

const fail = (code: WritebackFailureCode, detail = ''): StepOutcome => {
  const { because, hr } = writebackFailure(code)
  return refuse(code, because, { ...(hr === undefined ? {} : { hr }), ...(detail === '' ? {} : { detail }) })
}

function needed<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a step before this one was to fill the context')
  return value
}

export function subjectOf({ request, payload, cloud }: WritebackContext): WritebackSubject {
  const {
    operation,
    cloudAnchor = '',
    sourceAnchor,
    userPrincipalName,
    adminUpn,
    forcePasswordChange,
  } = needed(payload)
  const anchor = sourceAnchor ?? cloud?.id ?? ''
  return {
    trackingId: request.trackingId,
    operation,
    cloudAnchor,
    sourceAnchor: anchor,
    userPrincipalName,
    adminUpn,
    forcePasswordChange,
  }
}

const openPackage: Step<WritebackContext> = {
  name: 'open-package',
  place: 'connect',
  decide: async (context) => {
    const { request, registration, key, server } = context
    if (request.keyVersion !== registration.keyVersion) return fail('DecryptionError')
    const secret = { relaySecret: registration.relaySecret, requestId: request.id }
    try {
      context.payload = await openPayload(request.sealed, secret, openingCrypto(key), (head) => {
        context.reading = readEarly(server, registration, head)
      })
    } catch {
      return fail('DecryptionError')
    }
    const { name, message } = startEvent(subjectOf(context))
    server.events.write(name, message, {
      correlationId: request.trackingId,
      target: context.payload.userPrincipalName,
    })
    return pass(`RSA-2048 and AES-256-GCM, key version ${request.keyVersion}`)
  },
}

const requireFresh: Step<WritebackContext> = {
  name: 'require-fresh-request',
  place: 'connect',
  decide: ({ request, server }) =>
    server.machineClock.now() > request.expiresAt ? fail('MessageExpired') : pass(),
}

const requireComplete: Step<WritebackContext> = {
  name: 'require-complete-request',
  place: 'connect',
  decide: ({ payload }) => {
    const { operation, cloudAnchor, newPassword, oldPassword } = needed(payload)
    if (operation === 'validate') return pass('a test of the connection')
    if (cloudAnchor === undefined) return fail('InPutValidationError')
    if (operation !== 'unlock' && newPassword === undefined) return fail('InPutValidationError')
    return operation === 'change' && oldPassword === undefined ? fail('InPutValidationError') : pass()
  },
}

const findByCloudAnchor: Step<WritebackContext> = {
  name: 'find-by-cloud-anchor',
  place: 'connect',
  decide: (context) => {
    const anchor = needed(context.payload).cloudAnchor ?? ''
    const cloud = context.server.spaces.cloudByAnchor(anchor)
    if (cloud?.metaverseId == null) return fail('ADUserNotFoundError')
    context.cloud = cloud
    return pass(`${anchor} is joined to metaverse object ${cloud.metaverseId}`)
  },
}

const isEnabled = ({ attributes }: DirectoryObject): boolean =>
  (Number(attributes.userAccountControl ?? 0) & 2) === 0

/** Several joined accounts are told apart by the rule that carries the enabled one. */
const findInForest: Step<WritebackContext> = {
  name: 'find-active-directory-account',
  place: 'connect',
  decide: (context) => {
    const { spaces } = context.server
    const metaverse = spaces.metaverse.get(needed(context.cloud).metaverseId ?? '')
    const linked = (metaverse?.links ?? [])
      .map((id) => spaces.directory.get(id))
      .filter((object) => object !== undefined)
    const candidates = linked.length > 1 ? linked.filter(isEnabled) : linked
    if (candidates.length > 1) return fail('ADMutliMatchError')
    const object = candidates[0] ?? linked[0]
    if (object === undefined) return fail('ADUserNotFoundError')
    context.object = object
    return pass(object.dn)
  },
}

const requireManagedForest: Step<WritebackContext> = {
  name: 'require-forest-enabled',
  place: 'connect',
  decide: ({ registration, object }) =>
    registration.forests.includes(needed(object).connector) ? pass() : fail('PasswordSyncNotEnabledOnAgent'),
}

const requirePasswordSyncScope: Step<WritebackContext> = {
  name: 'require-password-sync-scope',
  place: 'connect',
  decide: ({ object }) => (isInPasswordSyncScope(needed(object)) ? pass() : fail('OutOfPasswordSyncScope')),
}

/** hr 800700CE (writeback.md §4.3). */
const longestConnectorPassword = 256

const requireUsableConnector: Step<WritebackContext> = {
  name: 'require-usable-connector-account',
  place: 'connect',
  decide: ({ server, object }) => {
    const forest = requireConfiguration(server).forests.find(({ name }) => name === needed(object).connector)
    return (forest?.account.password.length ?? 0) > longestConnectorPassword
      ? fail('ConnectorPasswordTooLong')
      : pass()
  },
}

const requireAddressable: Step<WritebackContext> = {
  name: 'require-addressable-path',
  place: 'connect',
  decide: ({ object }) =>
    hasReservedCharacters(needed(object).dn) ? fail('ReservedCharactersInPath') : pass(),
}

const readTheAccount: Step<WritebackContext> = {
  name: 'read-account',
  place: 'directory',
  decide: (context) =>
    asking(context, async (connection) => {
      const { id } = needed(context.object)
      const account = await (context.reading?.id === id
        ? context.reading.account
        : readAccount(connection, id))
      if (account === undefined) return fail('ADUserNotFoundError')
      context.account = account
      return pass()
    }),
}

const requireUsable: Step<WritebackContext> = {
  name: 'require-usable-account',
  place: 'connect',
  decide: ({ account, payload }) => {
    const { disabled, lockedOut, cannotChangePassword } = needed(account)
    const { operation } = needed(payload)
    if (disabled) return fail('ADUserAccountDisabled')
    if (lockedOut && operation === 'change') return fail('ADUserAccountLockedOut')
    // Documented as hr 80230626 for resets too, though Active Directory would take a set (writeback.md §4.3).
    return cannotChangePassword && operation !== 'unlock' ? fail('ADUserCannotChangePassword') : pass()
  },
}

const writeToDirectory: Step<WritebackContext> = {
  name: 'write-to-active-directory',
  place: 'directory',
  decide: (context) =>
    asking(context, async (connection) => {
      const hints = await connection.supportsControl(policyHints)
      if (!hints)
        context.server.events.write(
          'PasswordSetError',
          'MMS: admaexport.cpp: The server doesn’t contain the LDAP password policy control.',
        )
      const about = { trackingId: context.request.trackingId, policyHints: hints }
      await writePassword(connection, needed(context.payload), needed(context.account), about)
      return pass(needed(context.payload).operation)
    }),
}

/** Asks the domain controller and translates what it refuses. */
async function asking(
  context: WritebackContext,
  ask: (connection: DirectoryConnection) => Promise<StepOutcome>,
): Promise<StepOutcome> {
  const { server, object, payload, account } = context
  try {
    return await ask(server.directory(needed(object).connector))
  } catch (error) {
    if (error instanceof DirectoryUnreachable) return fail('DirectoryNotReachable')
    if (!(error instanceof DirectoryRefusal)) throw error
    context.detail = error.diagnostic
    const about = { operation: needed(payload).operation, isProtected: account?.isProtected === true }
    const code = writeFailure(error, about)
    const remoteSam = code === 'ADPermissionsError' && (await deniedBySam(context))
    return fail(remoteSam ? 'RemoteSamDenied' : code, context.detail)
  }
}

/** A denial that the permissions do not explain; leaves the engine's own words for it. */
async function deniedBySam(context: WritebackContext): Promise<boolean> {
  const { server, object } = context
  const { connector } = needed(object)
  const forest = requireConfiguration(server).forests.find(({ name }) => name === connector)
  try {
    if (forest === undefined || !(await isRemoteSamDenied(server.directory(connector), forest))) return false
    context.detail = `Failed to acquire user information: ${forest.account.username}. Error Code: ERROR_ACCESS_DENIED`
    return true
  } catch (error) {
    // What cannot be found out explains nothing.
    if (error instanceof DirectoryRefusal || error instanceof DirectoryUnreachable) return false
    throw error
  }
}

/** A test of the connection has no user: it ends when the package is open. */
const unlessTested = (step: Step<WritebackContext>): Step<WritebackContext> => ({
  ...step,
  decide: (context) =>
    context.payload?.operation === 'validate' ? pass('not needed for a test') : step.decide(context),
})

const onTheUser = [
  findByCloudAnchor,
  findInForest,
  requireManagedForest,
  requirePasswordSyncScope,
  requireUsableConnector,
  requireAddressable,
  readTheAccount,
  requireUsable,
  writeToDirectory,
]

export const writebackFlow = flow<WritebackContext>(
  'writeback',
  openPackage,
  requireFresh,
  requireComplete,
  ...onTheUser.map(unlessTested),
)
