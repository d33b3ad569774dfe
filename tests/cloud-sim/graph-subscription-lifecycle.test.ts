import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

const hour = 3_600_000
let cloud: OpenCloud
let server: Server
let url: string
const heard: { lifecycleEvent?: string; subscriptionId: string }[] = []

beforeAll(async () => {
  cloud = await openCloud()
  server = createServer((request, response) => {
    const validation = new URL(request.url ?? '/', 'http://localhost').searchParams.get('validationToken')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (validation === null) heard.push(...JSON.parse(Buffer.concat(chunks).toString()).value)
      response.writeHead(200, { 'content-type': 'text/plain' }).end(validation ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await cloud.close()
  await new Promise((resolve) => server.close(resolve))
})

test('a subscription is reminded of before it ends, can be renewed, and is removed when it has ended', async () => {
  const body = {
    changeType: 'updated',
    resource: 'users',
    notificationUrl: `${url}/hook`,
    lifecycleNotificationUrl: `${url}/lifecycle`,
    expirationDateTime: new Date(cloud.lab.clock.now() + 20 * hour).toISOString(),
  }
  const { id } = (await cloud.graph('POST', '/subscriptions', { body })).json
  const events = () => heard.filter((each) => each.subscriptionId === id).map((each) => each.lifecycleEvent)
  await cloud.lab.clock.advance(2 * hour)
  await expect.poll(events).toEqual(['reauthorizationRequired'])
  const as = await cloud.userToken()
  const again = { expirationDateTime: new Date(cloud.lab.clock.now() + 72 * hour).toISOString() }
  expect((await cloud.graph('PATCH', `/subscriptions/${id}`, { as, body: again })).status).toBe(200)
  await cloud.lab.clock.advance(80 * hour)
  await expect
    .poll(events)
    .toEqual(['reauthorizationRequired', 'reauthorizationRequired', 'subscriptionRemoved'])
  const late = await cloud.graph('GET', `/subscriptions/${id}`, { as: await cloud.userToken() })
  expect(late.status).toBe(404)
})
