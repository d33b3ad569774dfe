import { expect, test } from 'vitest'
import {
  BerCursor,
  MalformedAnswer,
  messageStream,
  readSearchEntry,
} from '#bridge/connectors/ldap-answers.ts'

const element = (tag: number, ...content: readonly (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(content.map((one) => (typeof one === 'string' ? Buffer.from(one) : one)))
  const head = body.length < 128 ? [tag, body.length] : [tag, 0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from(head), body])
}
const attribute = (name: string, ...values: readonly (Buffer | string)[]) =>
  element(0x30, element(0x04, name), element(0x31, ...values.map((value) => element(0x04, value))))
const entryOf = (...attributes: readonly Buffer[]) => {
  const cursor = new BerCursor(
    element(0x64, element(0x04, 'CN=Anna,DC=contoso,DC=local'), element(0x30, ...attributes)),
  )
  cursor.enter()
  return readSearchEntry(cursor)
}

test('an entry is its name and its attributes: one value by itself, several as a list', () => {
  const many = Array.from({ length: 40 }, (_, index) => `smtp:anna${index}@contoso.com`)
  expect(
    entryOf(attribute('displayName', 'Änne Čapek'), attribute('proxyAddresses', ...many), attribute('empty')),
  ).toEqual({
    dn: 'CN=Anna,DC=contoso,DC=local',
    displayName: 'Änne Čapek',
    proxyAddresses: many,
    empty: [],
  })
})

test('known binary attributes, and values that are no text, stay bytes', () => {
  const guid = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
  const photo = Buffer.from([0xff, 0xd8, 0xff])
  expect(
    entryOf(
      attribute('objectGUID', guid),
      attribute('thumbnailPhoto', photo),
      attribute('mixed', 'text', photo),
      attribute('userCertificate;binary', 'abc'),
    ),
  ).toEqual({
    dn: 'CN=Anna,DC=contoso,DC=local',
    objectGUID: guid,
    thumbnailPhoto: photo,
    mixed: [Buffer.from('text'), photo],
    'userCertificate;binary': Buffer.from('abc'),
  })
})

test('messages come out whole, however the stream was cut', () => {
  const messages = [element(0x30, 'one'), element(0x30, 'x'.repeat(400)), element(0x30, 'three')]
  const stream = Buffer.concat(messages)
  for (const size of [1, 2, 3, 7, 200, stream.length]) {
    const taken: Buffer[] = []
    const push = messageStream((message) => taken.push(Buffer.from(message)))
    for (let at = 0; at < stream.length; at += size) push(stream.subarray(at, at + size))
    expect(taken).toEqual(messages)
  }
})

test('what is no LDAP, and an element that claims more than its message holds, are refused', () => {
  const push = messageStream(() => undefined)
  expect(() => push(Buffer.from('HTTP/1.1 400 Bad Request'))).toThrow(MalformedAnswer)
  expect(() => messageStream(() => undefined)(Buffer.from([0x30, 0x80, 0, 0]))).toThrow(MalformedAnswer)
  const cursor = new BerCursor(Buffer.from([0x64, 0x02, 0x04, 0x7f]))
  cursor.enter()
  expect(() => readSearchEntry(cursor)).toThrow(MalformedAnswer)
})
