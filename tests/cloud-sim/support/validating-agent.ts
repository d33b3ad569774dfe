/** An authentication agent that registers like a real one, opens what is sealed for it and answers as it is told. */
import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { type ValidationAnswer, validationRequest } from '#core/contracts/pass-through.ts'
import { admin, type OpenCloud } from './open-cloud.ts'

type Told<Answer> = Answer extends unknown ? Omit<Answer, 'kind' | 'id'> : never
export type AgentAnswer = Told<ValidationAnswer> | 'silence' | 'hang-up' | 'gibberish'

export interface ValidatingAgent {
  answer: AgentAnswer
  /** Passwords that arrived, opened. */
  readonly heard: string[]
  close(): Promise<void>
}

export async function validatingAgent(cloud: OpenCloud, machineName: string): Promise<ValidatingAgent> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const registered = await cloud.send('/pass-through/v1/agents', {
    method: 'POST',
    headers: { authorization: `Bearer ${await firstPartyToken(cloud)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ machineName, publicKey: publicKey.export({ type: 'spki', format: 'pem' }) }),
  })
  if (registered.status !== 201) throw new Error(registered.text)
  const { agentId, secret, channel } = registered.json
  const socket = new WebSocket(cloud.origin.replace('http', 'ws') + channel, {
    headers: { authorization: `Bearer ${secret}` },
  })
  const opened = (block: string) =>
    privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
      Buffer.from(block, 'base64'),
    ).toString('utf8')
  const agent: ValidatingAgent = {
    answer: { result: 'accepted' },
    heard: [],
    close: async () => {
      if (socket.readyState === socket.CLOSED) return
      const gone = once(socket, 'close')
      socket.close()
      await gone
    },
  }
  socket.on('message', (text) => {
    const { id, passwords } = validationRequest.parse(JSON.parse(String(text)))
    const blocks = passwords.find((each) => each.agentId === agentId)?.blocks ?? []
    agent.heard.push(blocks.map(opened).join(''))
    if (agent.answer === 'hang-up') socket.terminate()
    else if (agent.answer === 'gibberish') socket.send('{"kind":')
    else if (agent.answer !== 'silence') socket.send(JSON.stringify({ kind: 'answer', id, ...agent.answer }))
  })
  await once(socket, 'open')
  return agent
}

/** The Connect wizard's application asks for it. */
const firstPartyToken = async (cloud: OpenCloud): Promise<string> =>
  (
    await cloud.token({
      grant_type: 'password',
      client_id: 'cb1056e2-e479-49de-ae31-7812af012ed8',
      username: admin.upn,
      password: admin.password,
      scope: 'https://graph.windows.net/.default',
    })
  ).json.access_token
