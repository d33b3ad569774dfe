import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let token: string
let id: string
beforeAll(async () => {
  cloud = await openCloud()
  token = await cloud.userToken()
  id = (await cloud.addUser('bodied')).id
})
afterAll(() => cloud.close())

const json = { 'content-type': 'application/json' }
const write = (body: BodyInit, headers: Record<string, string> = json, method = 'PATCH') =>
  cloud.send(`/v1.0/users/${id}`, { method, headers: { authorization: `Bearer ${token}`, ...headers }, body })
const name = async () => (await cloud.graph('GET', `/users/${id}?$select=displayName`)).json.displayName

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

const wrong: readonly (readonly [what: string, body: BodyInit, headers?: Record<string, string>])[] = [
  ['no JSON', '{'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['XML', '<a/>', { 'content-type': 'application/xml' }],
  ['a form', 'displayName=x', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['JSON that says it is text', '{"displayName":"x"}', { 'content-type': 'text/plain' }],
  ['another encoding', '{"displayName":"x"}', { 'content-type': 'application/json; charset=utf-16' }],
  ['bytes that are no UTF-8', Buffer.from('{"displayName":"\xff"}', 'latin1')],
  ['a hundred thousand lists in each other', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['deep values', `{"displayName":${deep(20_000)}}`],
  ['deep values with notes', `{"x@odata.type":"y","displayName":${deep(20_000)}}`],
  ['a prototype', '{"__proto__":{"displayName":"x"}}'],
  ['a property twice as long as may be', JSON.stringify({ displayName: 'x'.repeat(512) })],
  ['a number for a text', '{"displayName":5}'],
  ['a name of a stranger’s domain', '{"userPrincipalName":"x@elsewhere.com"}'],
  ['a name beyond ASCII', '{"userPrincipalName":"zoë@contoso.com"}'],
]

const cases = wrong.map(([what, body, headers = json]) => ({ what, body, headers }))
test.each(cases)('$what is refused in Graph’s own shape and changes nothing', async ({ body, headers }) => {
  const answer = await write(body, headers)
  expect(answer.status).toBe(400)
  const { code, message, innerError } = answer.json.error
  expect([typeof code, typeof message]).toEqual(['string', 'string'])
  expect(Object.keys(innerError).sort()).toEqual(['client-request-id', 'date', 'request-id'])
  expect(answer.headers.get('request-id')).toBe(innerError['request-id'])
  expect(await name()).toBe('bodied')
})

test('a body without a type and a body that is too large are told so', async () => {
  const untyped = await cloud.send(`/v1.0/users/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${token}` },
    body: Buffer.from('{"displayName":"x"}'),
  })
  expect(untyped.json.error.message).toContain('must contain the Content-Type header')
  expect((await write(`{"displayName":"${'x'.repeat(5 * 1024 * 1024)}"}`)).status).toBe(413)
  expect(await name()).toBe('bodied')
})

test('what Graph noted in an answer may be sent back with it', async () => {
  const body = {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
    '@odata.type': '#microsoft.graph.user',
    '@odata.id': 'https://graph.microsoft.com/v2/x/directoryObjects/y',
    'displayName@odata.type': '#String',
    displayName: 'Sent back',
  }
  const { '@odata.id': _id, ...noted } = body
  expect((await write(JSON.stringify(noted))).status).toBe(204)
  expect(await name()).toBe('Sent back')
  await write('{"displayName":"bodied"}')
})

test('a client’s own request id comes back only when it is one', async () => {
  const ask = async (given: string) => {
    const headers = { authorization: `Bearer ${token}`, 'client-request-id': given }
    return (await cloud.send('/v1.0/users/nobody', { headers })).json.error.innerError
  }
  const own = '6f3e1d5c-1111-4222-8333-444455556666'
  expect((await ask(own))['client-request-id']).toBe(own)
  const other = await ask('x"; Set-Cookie: a=b')
  expect(other['client-request-id']).toBe(other['request-id'])
})

test('methods that a path does not have are refused, whatever they are called', async () => {
  for (const method of ['PUT', 'POST', 'PROPFIND'])
    expect((await write('{}', json, method)).json.error.innerError.date).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}$/)
  expect((await cloud.graph('GET', '/$batch')).status).toBe(405)
})
