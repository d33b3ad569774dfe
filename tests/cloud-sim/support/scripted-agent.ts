/** A writeback agent that speaks the real relay protocol and answers as its script says. */
import {
  constants,
  createDecipheriv,
  createHmac,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { accessSignature, type RelayRequest, relayRequest } from '#core/contracts/relay.ts'
import { type OpeningCrypto, type OpenPayload, openPayload } from '#core/sspr/relay-package.ts'

export type Said =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly hr?: string }
  | 'silence'
export type Script = (payload: OpenPayload, request: RelayRequest) => Said | Promise<Said>

export interface ScriptedAgent {
  readonly publicKey: string
  /** What arrived, opened. */
  readonly received: OpenPayload[]
  readonly requests: RelayRequest[]
  script: Script
  connect(url: string, relaySecret: string, now: number): Promise<void>
  send(text: string): void
  /** Resolves when the cloud has closed the connection. */
  closed(): Promise<number>
  close(): Promise<void>
}

/** Making RSA keys is slow; one pair serves all tests of a file. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

const opening = (key: KeyObject): OpeningCrypto => ({
  decryptBlock: (block) =>
    privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, block),
  hkdf: (input, salt, info, length) => new Uint8Array(hkdfSync('sha256', input, salt, info, length)),
  decrypt: (aesKey, iv, ciphertext, tag) => {
    const cipher = createDecipheriv('aes-256-gcm', aesKey, iv).setAuthTag(tag)
    return Buffer.concat([cipher.update(ciphertext), cipher.final()])
  },
})

/** What an agent shows the relay, by the clock that is given. */
export function signedFor(path: string, secret: string, now: number): string {
  const end = Math.floor((now + accessSignature.lifetimeMs) / 1000)
  const signature = createHmac('sha256', secret).update(accessSignature.signed(path, end)).digest('base64')
  return accessSignature.write(path, signature, end)
}

export function scriptedAgent(): ScriptedAgent {
  let socket: WebSocket | undefined
  let secret = ''
  const answer = async (text: string) => {
    const request = relayRequest.parse(JSON.parse(text))
    const payload = await openPayload(
      request.sealed,
      { relaySecret: secret, requestId: request.id },
      opening(privateKey),
    )
    agent.requests.push(request)
    agent.received.push(payload)
    const said = await agent.script(payload, request)
    if (said !== 'silence') socket?.send(JSON.stringify({ kind: 'response', id: request.id, ...said }))
  }
  const agent: ScriptedAgent = {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    received: [],
    requests: [],
    script: () => ({ ok: true }),
    connect: async (url, relaySecret, now) => {
      secret = relaySecret
      const open = new WebSocket(url, {
        headers: { authorization: signedFor(new URL(url).pathname, relaySecret, now) },
      })
      open.on('message', (text) => void answer(String(text)))
      await once(open, 'open')
      socket = open
    },
    send: (text) => socket?.send(text),
    closed: async () => {
      const [code] = await once(socket ?? new WebSocket(''), 'close')
      return Number(code)
    },
    close: async () => {
      if (socket === undefined || socket.readyState === socket.CLOSED) return
      const gone = once(socket, 'close')
      socket.close()
      await gone
      socket = undefined
    },
  }
  return agent
}
