import type { Client } from 'ldapts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BerReader } from '#onprem-sim/wire/ber-reader.ts'
import { addUser, firstPassword, securityEvents } from './accounts.ts'
import {
  ask,
  authenticate,
  bindRequest,
  type Credentials,
  element,
  negotiate,
  type Protection,
  protectWith,
  readBindAnswer,
  spnego,
} from './ntlm-client.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
let admin: Client
beforeAll(async () => {
  world = await startDirectory()
  admin = await world.bound()
})
afterAll(() => world.close())

const whoAmI = (id: number): Buffer =>
  element(0x30, Buffer.from([2, 1, id]), element(0x77, element(0x80, Buffer.from('1.3.6.1.4.1.4203.1.11.3'))))
const nameIn = (bytes: Buffer): string => {
  const message = new BerReader(bytes).enter(0x30)
  message.integer()
  const body = message.enter(0x78)
  for (const tag of [0x0a, 0x04, 0x04]) body.octets(tag)
  return body.text(0x8b)
}

async function ntlmBind(credentials: Credentials, protection: Protection) {
  const socket = await world.raw()
  const first = readBindAnswer(await ask(socket, bindRequest(1, spnego(negotiate(protection)))))
  expect(first.code).toBe(14)
  const { message, key } = authenticate(first.credentials, credentials, protection)
  return { socket, key, answer: readBindAnswer(await ask(socket, bindRequest(2, spnego(message)))) }
}

it.each(['neither', 'sign', 'seal'] as const)(
  'binds with NTLM inside GSS-SPNEGO, protection: %s',
  async (protection) => {
    await addUser(admin, `ntlm-${protection}`)
    const credentials = { domain: 'CONTOSO', user: `ntlm-${protection}`, password: firstPassword }
    const { socket, key, answer } = await ntlmBind(credentials, protection)
    expect(answer).toMatchObject({ code: 0, text: '' })
    if (protection === 'neither')
      expect(nameIn(await ask(socket, whoAmI(3)))).toBe(`u:CONTOSO\\ntlm-${protection}`)
    else {
      const layer = protectWith(key, protection === 'seal')
      const reply = await ask(socket, layer.wrap(whoAmI(3)))
      expect(nameIn(layer.unwrap(reply))).toBe(`u:CONTOSO\\ntlm-${protection}`)
    }
    socket.destroy()
  },
)

it('refuses a wrong password as a SASL bind is refused, counts it, and stays anonymous', async () => {
  const dn = await addUser(admin, 'ntlmwrong')
  const { socket, answer } = await ntlmBind(
    { domain: 'contoso.local', user: 'ntlmwrong', password: 'Wrong-Old-11!' },
    'neither',
  )
  expect(answer.code).toBe(49)
  expect(answer.text).toMatch(/^8009030C: LdapErr: .* data 52e, /)
  expect(securityEvents(world, dn)).toContain(4625)
  expect(nameIn(await ask(socket, whoAmI(3)))).toBe('')
  socket.destroy()
})

it('knows the workstation that an NTLM logon comes from', async () => {
  await addUser(admin, 'ntlmstation', { userWorkstations: 'CLIENT01' })
  const credentials = { domain: 'CONTOSO', user: 'ntlmstation', password: firstPassword }
  const inside = await ntlmBind(credentials, 'neither')
  expect(inside.answer.code).toBe(0)
  const outside = await ntlmBind({ ...credentials, workstation: 'CLIENT02' }, 'neither')
  expect(outside.answer.text).toContain('data 531')
  inside.socket.destroy()
  outside.socket.destroy()
})

it('offers its mechanisms to a client that asks, and refuses a token that is none', async () => {
  const socket = await world.raw()
  const offer = readBindAnswer(await ask(socket, bindRequest(1, spnego(Buffer.alloc(0)))))
  expect(offer.code).toBe(14)
  expect(offer.credentials.includes(Buffer.from('2b06010401823702020a', 'hex'))).toBe(true)
  expect(readBindAnswer(await ask(socket, bindRequest(2, spnego(Buffer.from('nonsense'))))).code).toBe(49)
  const kerberos = element(0xa3, element(0x04, Buffer.from('GSSAPI')), element(0x04, Buffer.alloc(1)))
  expect(readBindAnswer(await ask(socket, bindRequest(3, kerberos))).code).toBe(7)
  socket.destroy()
})

it('binds the way of Sicily: packages, challenge, answer', async () => {
  await addUser(admin, 'sicilian')
  const socket = await world.raw()
  expect(readBindAnswer(await ask(socket, bindRequest(1, element(0x89)))).matched.toString()).toBe('NTLM')
  const { matched } = readBindAnswer(await ask(socket, bindRequest(2, element(0x8a, negotiate('neither')))))
  const { message } = authenticate(
    matched,
    { domain: 'CONTOSO', user: 'sicilian', password: firstPassword },
    'neither',
  )
  expect(readBindAnswer(await ask(socket, bindRequest(3, element(0x8b, message)))).code).toBe(0)
  expect(nameIn(await ask(socket, whoAmI(4)))).toBe('u:CONTOSO\\sicilian')
  socket.destroy()
})

it('closes a connection whose signatures are wrong, and only that one', async () => {
  await addUser(admin, 'forger')
  const { socket, key } = await ntlmBind(
    { domain: 'CONTOSO', user: 'forger', password: firstPassword },
    'sign',
  )
  const forged = protectWith(key, false).wrap(whoAmI(3))
  forged[10] = (forged[10] ?? 0) ^ 0xff
  const closed = new Promise((resolve) => socket.on('close', resolve))
  socket.write(forged)
  await closed
  expect((await admin.search(base, { scope: 'base', attributes: ['dc'] })).searchEntries).toHaveLength(1)
})
