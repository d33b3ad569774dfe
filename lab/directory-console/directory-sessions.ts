/**
 * Who is logged on at DC01's consoles: each session is an LDAPS connection of its own, bound as its account. The password stays in
 * memory for as long as the session does, to bind again when the domain controller has closed an idle connection.
 */
import { randomBytes } from 'node:crypto'
import type { Client } from 'ldapts'
import type {
  DirectoryAnswer,
  DirectorySession,
  ParsedDirectoryOperation,
} from '#core/contracts/directory-console.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import { LabRefusal } from '../refusal.ts'
import { connectDirectory } from './connect-directory.ts'
import { consoleControls } from './console-controls.ts'
import { performOperation } from './ldap-work.ts'

/** Of RFC 4532. */
const whoAmI = '1.3.6.1.4.1.4203.1.11.3'
/** A class in front of one lab; the one unused longest goes first. */
const mostSessions = 100

interface OpenSession {
  readonly lab: string
  readonly client: Client
  readonly name: string
  readonly password: string
  /** Operations on their way, and binding anew: whoever logs off waits for them. */
  readonly running: Set<Promise<unknown>>
  binding?: Promise<void> | undefined
}

export interface DirectorySessions {
  /** Binds, and throws ldapts's error when the domain controller refuses. */
  logOn(info: LabInfo, user: string, password: string): Promise<DirectorySession>
  /** Throws LabRefusal `LabDirectorySessionEnded`, or ldapts's error. */
  perform(
    lab: string,
    session: string,
    operation: ParsedDirectoryOperation,
    correlationId: string,
  ): Promise<DirectoryAnswer>
  /** What is still being answered is answered first; nothing new is taken. */
  logOff(lab: string, session: string): Promise<void>
}

export function createDirectorySessions(): DirectorySessions {
  const sessions = new Map<string, OpenSession>()

  const end = async (id: string): Promise<void> => {
    const session = sessions.get(id)
    sessions.delete(id)
    if (session === undefined) return
    await Promise.allSettled(session.running)
    await session.client.unbind().catch(() => undefined)
  }

  const find = (lab: string, id: string): OpenSession => {
    const session = sessions.get(id)
    if (session?.lab !== lab) throw new LabRefusal('LabDirectorySessionEnded')
    sessions.delete(id)
    sessions.set(id, session)
    return session
  }

  /** Several operations may find the connection closed: one of them binds, the others wait for it. */
  const bound = async (session: OpenSession): Promise<Client> => {
    const { client, name, password } = session
    if (!client.isBound || session.binding !== undefined) {
      session.binding ??= client.bind(name, password).finally(() => {
        session.binding = undefined
      })
      await session.binding
    }
    return client
  }

  return {
    logOn: async (info, user, password) => {
      const client = await connectDirectory(info)
      const name = /[\\@=]/.test(user) ? user : `${info.netbiosName}\\${user}`
      try {
        await client.bind(name, password)
        const { value = '' } = await client.exop(whoAmI)
        const id = randomBytes(18).toString('base64url')
        sessions.set(id, { lab: info.lab, client, name, password, running: new Set() })
        const [oldest] = sessions.keys()
        if (sessions.size > mostSessions && oldest !== undefined) await end(oldest)
        return { session: id, account: value.replace(/^u:/, '') }
      } catch (error) {
        await client.unbind().catch(() => undefined)
        throw error
      }
    },
    perform: async (lab, id, operation, correlationId) => {
      const session = find(lab, id)
      const work = bound(session).then((client) =>
        performOperation(client, operation, consoleControls(operation.controls, correlationId)),
      )
      session.running.add(work)
      return work.finally(() => session.running.delete(work))
    },
    logOff: async (lab, id) => {
      if (sessions.get(id)?.lab === lab) await end(id)
    },
  }
}
