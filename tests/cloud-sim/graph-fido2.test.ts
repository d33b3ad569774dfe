import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
let id: string
beforeAll(async () => {
  cloud = await openCloud()
  id = (await cloud.addUser('keyed')).id
})
afterAll(() => cloud.close())

const path = () => `/users/${id}/authentication/fido2Methods`
const text = (value: string) => Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])

/** What a security key makes for a challenge, with no attestation of its maker. */
function keyAnswering(challenge: string, rp = 'login.microsoft.com') {
  const credential = randomBytes(32)
  const data = Buffer.concat([
    createHash('sha256').update(rp).digest(),
    Buffer.from([0x45, 0, 0, 0, 1]),
    Buffer.from('aaaaaaaabbbbccccddddeeeeeeeeeeee', 'hex'),
    Buffer.from([0, credential.length]),
    credential,
    Buffer.from([0xa1, 0x01, 0x02]),
  ])
  const attestationObject = Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    Buffer.from([0x58, data.length]),
    data,
  ])
  const clientDataJSON = Buffer.from(
    JSON.stringify({ type: 'webauthn.create', challenge, origin: `https://${rp}` }),
  )
  return {
    id: credential.toString('base64url'),
    response: {
      clientDataJSON: clientDataJSON.toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
    },
  }
}

const options = async () =>
  (await cloud.graph('GET', `${path()}/creationOptions(challengeTimeoutInMinutes=10)`)).json
const register = (publicKeyCredential: object, displayName = 'Red key') =>
  cloud.graph('POST', path(), { body: { displayName, publicKeyCredential } })

test('a key that answers a challenge is registered, listed, reported and taken away', async () => {
  const { publicKey, challengeTimeoutDateTime } = await options()
  expect(Date.parse(challengeTimeoutDateTime) - cloud.lab.clock.now()).toBe(600_000)
  const key = keyAnswering(publicKey.challenge)
  const made = await register(key)
  expect([made.status, made.json]).toMatchObject([
    201,
    { id: key.id, displayName: 'Red key', aaGuid: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' },
  ])
  expect((await options()).publicKey.excludeCredentials).toMatchObject([{ id: key.id }])
  const methods = (await cloud.graph('GET', `/users/${id}/authentication/methods`)).json.value
  expect(methods.map((each: { '@odata.type': string }) => each['@odata.type'])).toContain(
    '#microsoft.graph.fido2AuthenticationMethod',
  )
  const report = `/reports/authenticationMethods/userRegistrationDetails/${id}`
  expect((await cloud.graph('GET', report)).json).toMatchObject({
    isPasswordlessCapable: true,
    methodsRegistered: ['passKeyDeviceBound'],
  })
  expect((await cloud.graph('DELETE', `${path()}/${key.id}`)).status).toBe(204)
  expect((await cloud.graph('GET', path())).json.value).toEqual([])
})

test('challenges are answered once, in time, by the user’s own key', async () => {
  const { challenge } = (await options()).publicKey
  expect((await register(keyAnswering(randomBytes(32).toString('base64url')))).json.error.code).toBe(
    'invalidRequest',
  )
  expect((await register(keyAnswering(challenge, 'login.microsoft.com.evil.example'))).status).toBe(400)
  expect((await register({ ...keyAnswering(challenge), id: 'c29tZW9uZQ' })).status).toBe(400)
  const garbled = { ...keyAnswering(challenge) }
  const attestationObject = Buffer.from('9bffffffffffffffff', 'hex').toString('base64url')
  expect((await register({ ...garbled, response: { ...garbled.response, attestationObject } })).status).toBe(
    400,
  )
  expect((await cloud.graph('GET', path())).json.value).toEqual([])
  expect((await register(keyAnswering(challenge))).status).toBe(201)
  expect((await register(keyAnswering(challenge))).status).toBe(400)
  const late = (await options()).publicKey.challenge
  await cloud.lab.clock.advance(11 * 60_000)
  expect((await register(keyAnswering(late))).status).toBe(400)
})

test('a key is not registered by whoever may not manage methods', async () => {
  const other = await cloud.addUser('other')
  const as = await cloud.userToken(other.userPrincipalName, other.password)
  const answer = await cloud.graph('GET', `${path()}/creationOptions`, { as })
  expect([answer.status, answer.json.error.code]).toEqual([403, 'accessDenied'])
})
