/** Connectionless LDAP (MS-ADTS 6.3.3): one datagram asks the rootDSE, one answers. Domain joins find their controller with it. */
import { createSocket, type Socket } from 'node:dgram'
import { noControls } from '../operations/controls.ts'
import type { OperationContext } from '../operations/operation.ts'
import { readRootDse } from '../operations/search/root-dse.ts'
import type { Directory } from '../store/directory.ts'
import { BerReader, MalformedPacket } from './ber-reader.ts'
import { type Message, readMessage } from './requests.ts'
import { encodeEntry, encodeResult } from './responses.ts'

/** MaxDatagramRecv. */
const maximumDatagram = 4096

export interface CldapListener {
  close(): Promise<void>
}

/** Listens on the LDAP port's number. A port that somebody else holds over UDP is left to them. */
export function listenForDatagrams(
  directory: Directory,
  host: string,
  port: number,
): Promise<CldapListener | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    socket.once('error', () => {
      socket.close()
      resolve(undefined)
    })
    socket.on('message', (bytes, from) => {
      const answer = answerDatagram(directory, bytes, from.address)
      if (answer !== undefined) socket.send(answer, from.port, from.address)
    })
    socket.bind(port, host, () => {
      socket.removeAllListeners('error')
      socket.on('error', () => undefined)
      resolve({ close: () => closed(socket) })
    })
  })
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(() => resolve()))

function answerDatagram(directory: Directory, bytes: Buffer, source: string): Buffer | undefined {
  const message = bytes.length > maximumDatagram ? undefined : parse(bytes)
  if (message === undefined || message.request.op !== 'search') return undefined
  const { id, request } = message
  const context: OperationContext = {
    directory,
    identity: undefined,
    tls: false,
    globalCatalog: false,
    source,
    controls: noControls,
    correlationId: undefined,
  }
  const done = encodeResult(id, 'search', { code: 0 })
  if (request.base !== '' || request.scope !== 0) return done
  const attributes = readRootDse(context, request)
  return attributes === undefined ? done : Buffer.concat([encodeEntry(id, '', attributes), done])
}

function parse(bytes: Buffer): Message | undefined {
  try {
    return readMessage(new BerReader(bytes))
  } catch (error) {
    if (error instanceof MalformedPacket) return undefined
    throw error
  }
}
