/**
 * Switches password writeback on and off for this server and the tenant: token, key pair, registration, listener, with the
 * rows 31017, 31018, 31004, 31005, 31012 and 31013. Source: writeback.md §5.1, §7.2.
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
import { onlyRow, writebackOf } from '../state/configuration.ts'
import { makeKeyPair } from './agent-crypto.ts'

const onboardingPath = `${passwordResetServicePath}/onboarding`

const sayWhy = (error: unknown): string => (error instanceof Error ? error.message : String(error))

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
  trackingId: string,
): Promise<Result<string, ConnectRefusal>> {
  const about = { correlationId: trackingId, target: account.username }
  try {
    const { token } = await server.cloud.signIn(account)
    server.events.write(
      'AuthTokenSuccess',
      `TrackingId: ${trackingId}, AuthTokenSuccess, Details: ${account.username}`,
      about,
    )
    return ok(token)
  } catch (error) {
    if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
    server.events.write(
      'AuthTokenError',
      `TrackingId: ${trackingId}, Error getting auth token. Details: ${sayWhy(error)}`,
      about,
    )
    return fail(
      (await isFederated(server, account.username))
        ? refusal('WizardFederatedAdministrator')
        : refusal('WritebackConfigurationFailed', sayWhy(error)),
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
  const trackingId = server.lab.random.guid()
  const about = { correlationId: trackingId, target: account.username }
  const signedIn = await administratorToken(server, account, trackingId)
  if (!signedIn.ok) return signedIn
  const { publicKey, privateKey } = await makeKeyPair()
  server.events.write(
    'KeyPairCreationSuccess',
    `TrackingId: ${trackingId}, KeyPairCreationSuccess, Details: RSA-2048`,
    about,
  )
  server.events.write(
    'OnboardingEventStart',
    `TrackingId: ${trackingId}, OnboardingEventStart, Details: ${account.username}`,
    about,
  )
  const body: z.infer<typeof onboardingRequest> = {
    publicKey,
    serverName: server.serverName,
    agentVersion: server.version,
    sentAt: server.machineClock.now(),
  }
  try {
    const answer = await server.cloud.ask('POST', onboardingPath, onboardingAnswer, {
      body,
      bearer: signedIn.value,
    })
    const forests = configuration.forests.map(({ name }) => name)
    await server.lab.store.transaction(() => {
      server.state.writeback.put({
        id: onlyRow,
        onboardedAt: server.lab.clock.now(),
        privateKey,
        forests,
        ...answer,
      })
    })
  } catch (error) {
    if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
    server.events.write(
      'OnBoardingServiceError',
      `TrackingId: ${trackingId}, OnBoardingServiceError, Details: ${sayWhy(error)}`,
      about,
    )
    return fail(refusal('WritebackConfigurationFailed', sayWhy(error)))
  }
  server.events.write(
    'OnboardingEventSuccess',
    `TrackingId: ${trackingId}, OnboardingEventSuccess, Details: ${account.username}`,
    about,
  )
  return ok(undefined)
}

export async function offboard(
  server: ServerContext,
  account: CloudAccount,
): Promise<Result<undefined, ConnectRefusal>> {
  if (writebackOf(server.state) === undefined) return ok(undefined)
  const trackingId = server.lab.random.guid()
  const about = { correlationId: trackingId, target: account.username }
  const signedIn = await administratorToken(server, account, trackingId)
  if (!signedIn.ok) {
    if (signedIn.failure.code === 'WizardFederatedAdministrator')
      server.events.write(
        'OffboardingEventFail',
        `TrackingId: ${trackingId}, OffboardingEventFail, Details: ${account.username} is a federated administrator`,
        about,
      )
    return signedIn
  }
  server.events.write(
    'OffboardingEventStart',
    `TrackingId: ${trackingId}, OffboardingEventStart, Details: ${account.username}`,
    about,
  )
  try {
    await server.cloud.ask('DELETE', onboardingPath, z.unknown(), { bearer: signedIn.value })
  } catch (error) {
    if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
    const name = error instanceof CloudRefusal ? 'OffboardingEventFail' : 'OffBoardingError'
    server.events.write(name, `TrackingId: ${trackingId}, ${name}, Details: ${sayWhy(error)}`, about)
    return fail(refusal('WritebackConfigurationFailed', sayWhy(error)))
  }
  await server.lab.store.transaction(() => server.state.writeback.delete(onlyRow))
  server.events.write(
    'OffboardingEventSuccess',
    `TrackingId: ${trackingId}, OffboardingEventSuccess, Details: ${account.username}`,
    about,
  )
  return ok(undefined)
}
