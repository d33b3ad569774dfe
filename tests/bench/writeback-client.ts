/** What a client of the writeback benchmark does: reset over Graph, wait for the operation, bind with the new password. */
import { Client } from 'ldapts'
import { Agent, request } from 'undici'
import { stopwatch } from '#lab/clock.ts'
import type { WritebackWorld } from './writeback-server.ts'

const passwordMethod = '28c10230-6103-485e-b985-444c60001490'

export interface WritebackClient {
  /** Milliseconds from the request of the reset to the first bind with the new password. */
  roundTrip(user: string, password: string): Promise<number>
  close(): Promise<void>
}

export function createWritebackClient(world: WritebackWorld): WritebackClient {
  const dispatcher = new Agent({ connect: { ca: world.ca } })
  return {
    // A bind that came too early would count as a wrong password, so it waits for the word of the operation.
    roundTrip: async (user, password) => {
      const begin = stopwatch()
      await reset(world, dispatcher, user, password)
      const client = new Client({ url: world.ldap })
      await client.bind(user, password)
      const took = stopwatch() - begin
      await client.unbind()
      return took
    },
    close: () => dispatcher.close(),
  }
}

async function reset(
  world: WritebackWorld,
  dispatcher: Agent,
  user: string,
  newPassword: string,
): Promise<void> {
  const headers = { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' }
  const path = `/v1.0/users/${user}/authentication/methods/${passwordMethod}/resetPassword`
  const body = JSON.stringify({ newPassword, requireChangeOnNextSignIn: false })
  const accepted = await request(world.origin + path, { method: 'POST', headers, body, dispatcher })
  if (accepted.statusCode !== 202)
    throw new Error(`the reset answered ${accepted.statusCode}: ${await accepted.body.text()}`)
  await accepted.body.dump()
  const { pathname, search } = new URL(String(accepted.headers.location))
  for (;;) {
    const polled = await request(world.origin + pathname + search, {
      headers: { ...headers, prefer: 'wait=10' },
      dispatcher,
    })
    const operation = (await polled.body.json()) as { status: string; statusDetail: string | null }
    if (operation.status === 'succeeded') return
    if (operation.status === 'failed') throw new Error(`the reset failed: ${operation.statusDetail}`)
  }
}
