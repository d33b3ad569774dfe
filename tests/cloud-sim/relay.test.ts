import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { correlation, openResetCloud, type ResetCloud } from './support/reset-cloud.ts'
import { signedFor } from './support/scripted-agent.ts'

let cloud: ResetCloud
beforeEach(async () => {
  cloud = await openResetCloud()
})
afterEach(() => cloud.close())

const payload = {
  operation: 'reset',
  cloudAnchor: 'User_1',
  userPrincipalName: 'anna@contoso.com',
  newPassword: 'Quartz-Meadow-81!',
} as const
const deliver = () => cloud.host.relay.deliver(cloud.directory, payload, { trackingId: correlation() })
const relayUrl = (tenantId: string) => `${cloud.origin.replace('http', 'ws')}/relay/v1/${tenantId}`

const upgradeStatus = (url: string, secret?: string, offMs = 0): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(
      url,
      secret === undefined
        ? {}
        : {
            headers: {
              authorization: signedFor(new URL(url).pathname, secret, cloud.lab.clock.now() + offMs),
            },
          },
    )
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => undefined)
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
  })

test('a request arrives sealed, is opened by the agent alone, and is answered on the same connection', async () => {
  expect(await deliver()).toMatchObject({ kind: 'response', ok: true })
  expect(cloud.agent.received).toEqual([payload])
  const [request] = cloud.agent.requests
  expect(request).toMatchObject({ keyVersion: 1, expiresAt: cloud.lab.clock.now() + 300_000 })
  expect(JSON.stringify(request)).not.toContain('Quartz')
  expect(JSON.stringify(request).length).toBeLessThan(2_000)
})

test('passwords of any length and alphabet survive the blocks of 190 bytes', async () => {
  for (const newPassword of ['', 'ä€𝄞'.repeat(85), 'x'.repeat(256)]) {
    await cloud.host.relay.deliver(
      cloud.directory,
      { ...payload, newPassword, oldPassword: `old ${newPassword}` },
      { trackingId: correlation() },
    )
    expect(cloud.agent.received.at(-1)).toMatchObject({ newPassword, oldPassword: `old ${newPassword}` })
  }
})

test('the journal tells sizes and outcomes, never contents', async () => {
  await deliver()
  expect(cloud.events('relay.sent')).toEqual([
    expect.objectContaining({
      place: 'relay',
      data: expect.objectContaining({ operation: 'reset', bytes: expect.any(Number) }),
    }),
  ])
  expect(cloud.events('relay.answered')).toEqual([
    expect.objectContaining({ data: expect.objectContaining({ outcome: 'ok', bytes: expect.any(Number) }) }),
  ])
  expect(JSON.stringify(cloud.lab.journal.events())).not.toContain('Quartz')
})

test('nobody listens without the secret, for another tenant, or before onboarding', async () => {
  const { tenantId } = cloud.lab
  expect(await upgradeStatus(relayUrl(tenantId))).toBe(401)
  expect(await upgradeStatus(relayUrl(tenantId), 'wrong')).toBe(401)
  expect(await upgradeStatus(relayUrl('00000000-0000-4000-8000-000000000000'), 'any')).toBe(404)
  expect(await upgradeStatus(relayUrl(tenantId), cloud.directory.writebackAgent()?.relaySecret)).toBe(101)
  await cloud.directory.transaction(cloud.directory.removeWritebackAgent)
  expect(await upgradeStatus(relayUrl(tenantId), 'any')).toBe(403)
})

test('a signature of a clock that is off is refused: expired, or from the future', async () => {
  const url = relayUrl(cloud.lab.tenantId)
  const secret = cloud.directory.writebackAgent()?.relaySecret
  const minute = 60_000
  expect(await upgradeStatus(url, secret, 4 * minute)).toBe(101)
  expect(await upgradeStatus(url, secret, 6 * minute)).toBe(401)
  expect(await upgradeStatus(url, secret, -21 * minute)).toBe(401)
})

test('onboarding again renews the keys and ends the connections made with the old secret', async () => {
  const before = cloud.directory.writebackAgent()
  const gone = cloud.agent.closed()
  const json = {
    publicKey: cloud.agent.publicKey,
    serverName: 'CONNECT01',
    agentVersion: '2.4.129.0',
    sentAt: cloud.lab.clock.now(),
  }
  const { body } = await cloud.call('POST', '/passwordreset/agent/v1/onboarding', { as: cloud.admin, json })
  expect(await gone).toBe(4001)
  expect(body.keyVersion).toBe(2)
  expect(body.relaySecret).not.toBe(before?.relaySecret)
  expect(await deliver()).toBe('unreachable')
})

test('a connection that breaks while a request is out leaves it unreachable', async () => {
  cloud.agent.script = () => 'silence'
  const answer = deliver()
  while (cloud.agent.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await cloud.agent.close()
  expect(await answer).toBe('unreachable')
})

test('an agent that talks nonsense is cut off, and answers to requests nobody sent change nothing', async () => {
  cloud.agent.send(JSON.stringify({ kind: 'response', id: correlation(), ok: true }))
  expect(await deliver()).toMatchObject({ ok: true })
  const gone = cloud.agent.closed()
  cloud.agent.send('{"kind":')
  expect(await gone).toBe(1008)
  expect(cloud.host.relay.isListening(cloud.lab.tenantId)).toBe(false)
})

test('a fault may lose the answer after the agent has done its work', async () => {
  await cloud.lab.faults.add({
    match: { operation: 'relay.deliver' },
    effect: { drop: true },
    phase: 'after',
  })
  expect(await deliver()).toBe('unreachable')
  expect(cloud.agent.received).toHaveLength(1)
})

test('thirty requests at once are each answered with their own answer', async () => {
  cloud.agent.script = ({ cloudAnchor }) => ({ ok: false, code: cloudAnchor ?? '' })
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      cloud.host.relay.deliver(
        cloud.directory,
        { ...payload, cloudAnchor: `User_${index}` },
        { trackingId: correlation() },
      ),
    ),
  )
  expect(answers.map((answer) => (typeof answer === 'string' ? answer : answer.code))).toEqual(
    Array.from({ length: 30 }, (_, index) => `User_${index}`),
  )
})
