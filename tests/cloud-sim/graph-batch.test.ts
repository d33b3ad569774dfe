import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

interface Step {
  readonly id: string
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: { readonly error?: { readonly innerError: Record<string, string> } }
}

const batch = async (requests: readonly object[]) => {
  const { status, json } = await cloud.graph('POST', '/$batch', { body: { requests } })
  const steps: Step[] = json.responses ?? []
  return { status, error: json.error, step: (id: string) => steps.find((each) => each.id === id) }
}
const get = (id: string, url: string, more: object = {}) => ({ id, method: 'GET', url, ...more })

test('steps run in the order of their dependencies; what depends on a failure is not run', async () => {
  const body = { displayName: 'Later', mailEnabled: false, mailNickname: 'later', securityEnabled: true }
  const headers = { 'Content-Type': 'application/json' }
  const { step } = await batch([
    { id: 'make', method: 'POST', url: '/groups', body, headers, dependsOn: ['missing'] },
    get('missing', '/users/nobody'),
    get('me', '/me?$select=id'),
  ])
  expect([step('missing')?.status, step('make')?.status, step('me')?.status]).toEqual([404, 424, 200])
  expect((await cloud.graph('GET', '/groups')).json.value).toEqual([])
  const ids = ['missing', 'make'].map((id) => step(id)?.body.error?.innerError['request-id'])
  expect(new Set(ids).size).toBe(2)
})

test('circles, doubles, too many and none at all are refused as a whole', async () => {
  const wrong = [
    [get('1', '/me', { dependsOn: ['1'] })],
    [get('1', '/me', { dependsOn: ['2'] }), get('2', '/me', { dependsOn: ['1'] })],
    [get('1', '/me'), get('1', '/me')],
    Array.from({ length: 21 }, (_, at) => get(String(at), '/me')),
    [],
    [get('1', 'https://graph.microsoft.com/v1.0/me')],
  ]
  for (const requests of wrong) {
    const { status, error } = await batch(requests)
    expect([status, error.code]).toEqual([400, 'BadRequest'])
  }
})

test('a step is throttled on its own, with what Graph says of the limit', async () => {
  await cloud.lab.faults.add({
    match: { operation: 'graph.get', target: '/users' },
    effect: { code: '429' },
    times: 1,
  })
  const { step } = await batch([get('list', '/users'), get('me', '/me')])
  expect([step('list')?.status, step('me')?.status]).toEqual([429, 200])
  const { headers = {} } = step('list') ?? {}
  expect(headers['Retry-After']).toBe('1')
  expect(headers['x-ms-throttle-scope']).toContain(`Tenant_Application/Read/`)
})
