/**
 * Switches password writeback on and off for this server and the tenant: token, key pair, registration, listener, with the
 * rows 31017, 31018, 31004, 31005, 31012 and 31013, or the row of what failed. Source: writeback.md §5.1, §7.2.
 */
import { z } from 'zod'
import {
  onboardingAnswer,
  type onboardingRequest,
  passwordResetServicePath,
} from '#core/contracts/password-reset-service.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import { type CloudAccount, CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import {
  cloudConnectorName,
  requireConfiguration,
  type ServerContext,
  usualConnectorName,
} from '../server-context.ts'
import { isServiceRunning, onlyRow, serviceNames, writebackOf } from '../state/configuration.ts'
import { makeKeyPair } from './agent-crypto.ts'
import { type TrackedRows, trackedRows } from './tracked-rows.ts'

const onboardingPath = `${passwordResetServicePath}/onboarding`

/** False when nobody can tell. */
async function isFederated({ cloud }: ServerContext, username: string): Promise<boolean> {
  try {
    return (await cloud.federationServiceOf(username)) !== undefined
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable) return false
    throw error
  }
}

/**
 * A token of the administrator for on- and offboarding. The agent has no sign-in window: it asks with the name and the
 * password, which the cloud does not take of a federated administrator whom the wizard has let in.
 */
async function administratorToken(
  server: ServerContext,
  account: CloudAccount,
  rows: TrackedRows,
): Promise<Result<string, ConnectRefusal>> {
  try {
    const { token } = await server.cloud.signIn(account)
    rows.write('AuthTokenSuccess', account.username)
    return ok(token)
  } catch (error) {
    if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
    rows.write('AuthTokenError', error.message, 'Error getting auth token.')
    return fail(
      (await isFederated(server, account.username))
        ? refusal('WizardFederatedAdministrator')
        : refusal('WritebackConfigurationFailed', error.message),
    )
  }
}

/** Onboards (or renews the keys). The listener follows the stored registration. */
export async function onboard(
  server: ServerContext,
  account: CloudAccount,
): Promise<Result<undefined, ConnectRefusal>> {
  const configuration = requireConfiguration(server)
  const wanted = usualConnectorName(configuration)
  if (cloudConnectorName(configuration) !== wanted) return fail(refusal('UnableToLocateConnector', wanted))
  const rows = trackedRows(server, account.username)
  const signedIn = await administratorToken(server, account, rows)
  if (!signedIn.ok) return signedIn
  const { publicKey, privateKey } = await makeKeyPair()
  rows.write('KeyPairCreationSuccess', 'RSA-2048')
  rows.write('OnboardingEventStart', account.username)
  try {
    const answer = await server.cloud.ask('POST', onboardingPath, onboardingAnswer, {
      body: onboardingBody(server, publicKey),
      bearer: signedIn.value,
    })
    const kept = await keepRegistration(server, { privateKey, ...answer })
    if (kept !== undefined) {
      rows.write('OnBoardingConfigUpdateError', kept)
      return fail(refusal('WritebackConfigurationFailed', kept))
    }
  } catch (error) {
    return fail(refusal('WritebackConfigurationFailed', rows.failed(error, 'OnBoardingServiceError')))
  }
  rows.write('OnboardingEventSuccess', account.username)
  return ok(undefined)
}

const onboardingBody = (
  { serverName, version, machineClock }: ServerContext,
  publicKey: string,
): z.infer<typeof onboardingRequest> => ({
  publicKey,
  serverName,
  agentVersion: version,
  sentAt: machineClock.now(),
})

/** What the cloud sent goes to the synchronization service, which keeps it; answers why it cannot. */
async function keepRegistration(
  server: ServerContext,
  received: z.infer<typeof onboardingAnswer> & { readonly privateKey: string },
): Promise<string | undefined> {
  const { lab, state } = server
  if (!isServiceRunning(state, 'ADSync'))
    return `the service ${serviceNames.ADSync} does not run, and takes no configuration`
  const forests = requireConfiguration(server).forests.map(({ name }) => name)
  await lab.store.transaction(() =>
    state.writeback.put({ id: onlyRow, onboardedAt: lab.clock.now(), forests, ...received }),
  )
  return undefined
}

export async function offboard(
  server: ServerContext,
  account: CloudAccount,
): Promise<Result<undefined, ConnectRefusal>> {
  if (writebackOf(server.state) === undefined) return ok(undefined)
  const rows = trackedRows(server, account.username)
  const signedIn = await administratorToken(server, account, rows)
  if (!signedIn.ok) {
    if (signedIn.failure.code === 'WizardFederatedAdministrator')
      rows.write('OffboardingEventFail', `${account.username} is a federated administrator`)
    return signedIn
  }
  rows.write('OffboardingEventStart', account.username)
  try {
    await server.cloud.ask('DELETE', onboardingPath, z.unknown(), { bearer: signedIn.value })
  } catch (error) {
    const usual = error instanceof CloudRefusal ? 'OffboardingEventFail' : 'OffBoardingError'
    return fail(refusal('WritebackConfigurationFailed', rows.failed(error, usual)))
  }
  await server.lab.store.transaction(() => server.state.writeback.delete(onlyRow))
  rows.write('OffboardingEventSuccess', account.username)
  return ok(undefined)
}
