import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { element } from './ntlm-client.ts'
import { base, type RunningDirectory, startDirectory } from './running-directory.ts'

let world: RunningDirectory
beforeAll(async () => {
  world = await startDirectory()
})
afterAll(() => world.close())

const equal = (name: string, value: Uint8Array): Buffer =>
  element(0xa3, element(0x04, Buffer.from(name)), element(0x04, value))

/** A ping as a workstation sends it: which domain, and which form of answer. */
const ping = (domain: string, version: string, ...more: Buffer[]): Buffer =>
  element(
    0x30,
    Buffer.from('020101', 'hex'),
    element(
      0x63,
      Buffer.from('04000a01000a0100020100020100010100', 'hex'),
      element(
        0xa0,
        equal('DnsDomain', Buffer.from(domain)),
        equal('NtVer', Buffer.from(version, 'hex')),
        ...more,
      ),
      element(0x30, element(0x04, Buffer.from('Netlogon'))),
    ),
  )

async function overUdp(packet: Buffer): Promise<Buffer> {
  const socket = createSocket('udp4')
  const answer = once(socket, 'message')
  socket.send(packet, world.directory.ports.ldap, '127.0.0.1')
  const [bytes]: unknown[] = await answer
  socket.close()
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0)
}
const extended = '06000000'

it('tells a workstation over UDP which domain controller it found', async () => {
  const answer = await overUdp(ping('contoso.local', extended))
  const at = answer.indexOf(Buffer.from('1700', 'hex'))
  expect(at).toBeGreaterThan(0)
  const text = answer.toString('latin1')
  expect(text).toContain('\x07CONTOSO')
  expect(text).toContain('\x04DC01')
  expect(text).toContain('Default-First-Site-Name')
  // Writable, and no Kerberos to be had here.
  expect(answer.readUInt32LE(at + 4) & 0x120).toBe(0x100)
})

it('says 25 for a user that it does not have', async () => {
  const answer = await overUdp(ping('contoso.local', extended, equal('User', Buffer.from('nobody'))))
  expect(answer.includes(Buffer.from('190000', 'hex'))).toBe(true)
})

it('answers an old client in the form it knows', async () => {
  const answer = await overUdp(ping('contoso.local', '02000000'))
  expect(answer.includes(Buffer.from('\\\\DC01\0', 'utf16le'))).toBe(true)
})

it('leaves a ping for another domain without an entry, and nonsense without any word', async () => {
  expect((await overUdp(ping('fabrikam.local', extended))).subarray(5, 6).toString('hex')).toBe('65')
  const socket = createSocket('udp4')
  socket.send(Buffer.from('30ff0201', 'hex'), world.directory.ports.ldap, '127.0.0.1')
  socket.close()
  expect((await overUdp(ping('contoso.local', extended))).includes(Buffer.from('CONTOSO'))).toBe(true)
})

it('answers the same over TCP, to somebody who is not bound', async () => {
  const client = world.open('ldap')
  const { searchEntries } = await client.search('', {
    scope: 'base',
    filter: '(&(DnsDomain=contoso.local)(NtVer=\\06\\00\\00\\00))',
    attributes: ['netlogon'],
  })
  expect(String(searchEntries[0]?.Netlogon)).toContain('CONTOSO')
  await expect(client.search(base, { scope: 'base' })).rejects.toThrow(/000004DC/)
})
