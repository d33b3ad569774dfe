import { Client } from '@microsoft/microsoft-graph-client'
import { Agent, fetch } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { type StartedLab, startLab } from '#lab/start.ts'

const passwordMethod = '28c10230-6103-485e-b985-444c60001490'
let lab: StartedLab
let graph: Client
let doors: Doors

beforeAll(async () => {
  lab = await startLab()
  const admin = lab.info.accounts.find((account) => account.role === 'Global Administrator')
  doors = openDoors(lab.info, lab.control)
  const { accessToken = '' } = await doors.signIn(admin?.upn ?? '', admin?.password ?? '')
  const dispatcher = new Agent({ connect: { ca: lab.info.caCertificate } })
  const trusting = (url: string, init: object) => fetch(url, { ...init, dispatcher })
  const origin = new URL(lab.info.graph)
  graph = Client.init({
    baseUrl: `${origin.origin}/`,
    customHosts: new Set([origin.hostname]),
    authProvider: (done) => done(null, accessToken),
    fetchOptions: { dispatcher } as object,
  })
  globalThis.fetch = trusting as unknown as typeof globalThis.fetch
})
afterAll(async () => {
  await doors.close()
  await lab.close()
})

it('reads /me', async () => {
  const me = await graph.api('/me').get()
  expect(me.userPrincipalName).toBe('admin@contoso.com')
})

it('pages through all users without repeating one', async () => {
  const seen: string[] = []
  let next: string | undefined = '/users?$top=4'
  while (next) {
    const page: { value: { id: string }[]; '@odata.nextLink'?: string } = await graph.api(next).get()
    expect(page.value.length).toBeLessThanOrEqual(4)
    seen.push(...page.value.map((user) => user.id))
    next = page['@odata.nextLink']
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThanOrEqual(12)
})

it('resets a cloud-only password and polls the operation to its end', async () => {
  const accepted = await graph
    .api(`/users/kara@contoso.com/authentication/methods/${passwordMethod}/resetPassword`)
    .responseType('raw' as never)
    .post({ newPassword: 'Meadow-Anchor-31!' })
  expect(accepted.status).toBe(202)
  const operation = await poll(accepted.headers.get('location'))
  expect(operation.status).toBe('succeeded')
})

it('refuses a synced user’s reset while writeback is off, and the old password stays', async () => {
  const path = `/users/anna@contoso.com/authentication/methods/${passwordMethod}/resetPassword`
  const accepted = await graph
    .api(path)
    .responseType('raw' as never)
    .post({ newPassword: 'Meadow-Anchor-31!' })
  const operation = await poll(accepted.headers.get('location'))
  expect(operation).toMatchObject({ status: 'failed', statusDetail: 'WritebackNotEnabled' })
  expect(lab.events({ type: 'step.refused' }).at(-1)).toMatchObject({ code: 'WritebackNotEnabled' })
  const anna = lab.info.accounts.find((account) => account.upn === 'anna@contoso.com')
  expect((await doors.signIn('anna@contoso.com', anna?.password ?? '')).accessToken).toBeTruthy()
})

async function poll(location: string): Promise<{ status: string; statusDetail?: string }> {
  const { pathname, search } = new URL(location)
  for (let round = 0; round < 100; round++) {
    const operation = await graph.api(pathname.replace(/^\/v1\.0/, '') + search).get()
    if (operation.status === 'succeeded' || operation.status === 'failed') return operation
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the operation did not end')
}
