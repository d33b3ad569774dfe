/** What an agent does with a request: opens the password with its own key and asks Active Directory, by a bind as the user. */
import type { agentFailures, ValidationAnswer, ValidationRequest } from '#core/contracts/pass-through.ts'
import { openText } from '#core/sspr/sealed-text.ts'
import { logOn } from '../connectors/logon.ts'
import type { ForestEndpoint } from '../forest-connections.ts'
import { keyOf, openingCrypto } from '../writeback/agent-crypto.ts'
import type { InstalledAgent } from './installed-agents.ts'

type Failure = (typeof agentFailures)[number]

export async function validatePassword(
  agent: InstalledAgent,
  forests: readonly ForestEndpoint[],
  { id, userPrincipalName, passwords }: ValidationRequest,
): Promise<ValidationAnswer> {
  const failed = (reason: Failure): ValidationAnswer => ({ kind: 'answer', id, result: 'failed', reason })
  const sealed = passwords.find(({ agentId }) => agentId === agent.id)
  if (sealed === undefined) return failed('no-key')
  const password = await opened(agent, sealed.blocks)
  if (password === undefined) return failed('decryption')
  const [forest] = forests
  if (forest === undefined) return failed('unreachable')
  const logon = await logOn(forest, userPrincipalName, password, (directory) =>
    directory.read('', ['highestCommittedUSN']),
  )
  if (logon.outcome === 'unreachable') return failed('unreachable')
  return logon.outcome === 'accepted'
    ? { kind: 'answer', id, result: 'accepted' }
    : { kind: 'answer', id, result: 'refused', win32: logon.win32 }
}

async function opened(agent: InstalledAgent, blocks: readonly string[]): Promise<string | undefined> {
  try {
    return await openText(blocks, openingCrypto(keyOf(agent)))
  } catch {
    return undefined
  }
}
