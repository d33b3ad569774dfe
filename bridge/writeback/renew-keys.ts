/**
 * Every six months the agent makes a new key pair and gives the cloud the public half; the relay's secret stays. An answer
 * that is lost on its way back leaves the two sides with different keys: requests fail with 32004 until password writeback
 * is switched off and on again. Source: writeback.md §4.1, §5.1, §5.4 (key mismatch).
 */
import type { z } from 'zod'
import {
  keysAnswer,
  type keysRequest,
  passwordResetServicePath,
} from '#core/contracts/password-reset-service.ts'
import type { ServerContext } from '../server-context.ts'
import { type WritebackRegistration, writebackOf } from '../state/configuration.ts'
import { makeKeyPair } from './agent-crypto.ts'
import { trackedRows } from './tracked-rows.ts'

const sixMonthsMs = 183 * 24 * 3_600_000

export const keysAreDue = ({ keysMadeAt, onboardedAt }: WritebackRegistration, now: number): boolean =>
  now - (keysMadeAt ?? onboardedAt) >= sixMonthsMs

/** Answers one line about it. */
export async function renewKeys(server: ServerContext): Promise<string> {
  const registration = writebackOf(server.state)
  if (registration === undefined) return 'password writeback is off'
  const { lab, state, cloud, serverName } = server
  const rows = trackedRows(server)
  const { publicKey, privateKey } = await makeKeyPair()
  rows.write('KeyPairCreationSuccess', 'RSA-2048')
  const body: z.infer<typeof keysRequest> = { publicKey, serverName, sentAt: server.machineClock.now() }
  try {
    const { keyVersion } = await cloud.ask('POST', `${passwordResetServicePath}/keys`, keysAnswer, { body })
    const keysMadeAt = lab.clock.now()
    await lab.store.transaction(() =>
      state.writeback.put({ ...registration, privateKey, keyVersion, keysMadeAt }),
    )
    return `key version ${keyVersion}`
  } catch (error) {
    return `failed: ${rows.failed(error, 'ServiceError')}`
  }
}
