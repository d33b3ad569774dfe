/** A lab process that a test starts, works with through its doors, and kills; and the account of what it was told is done. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Attribute, Change, Client } from 'ldapts'
import { labInfo } from '#core/contracts/lab-info.ts'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'

const program = fileURLToPath(new URL('../../support/lab-process.ts', import.meta.url))

export interface LabProcess {
  readonly doors: Doors
  /** As the domain's administrator, over LDAPS. */
  readonly ldap: Client
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>
}

export async function startLabProcess(data: string): Promise<LabProcess> {
  const child = fork(program, [data], { execArgv: ['--import', 'tsx'] })
  const { info, control } = await started(child)
  const doors = openDoors(labInfo.parse(info), control)
  const administrator = doors.info.accounts.find(({ role }) => role === 'Domain Admin')
  const ldap = new Client({ url: doors.info.ldaps, tlsOptions: { ca: doors.info.caCertificate } })
  await ldap.bind(administrator?.dn ?? '', administrator?.password ?? '')
  return {
    doors,
    ldap,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      await doors.close().catch(() => undefined)
    },
  }
}

function started(child: ChildProcess): Promise<{ info: unknown; control: string }> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as { info: unknown; control: string }))
    child.once('exit', (code) => reject(new Error(`the lab process ended with ${code}`)))
  })
}

/** What was tried and what was acknowledged, by key: afterwards either may stand, and nothing else. */
export class Ledger {
  private readonly acknowledged = new Map<string, string>()
  private readonly tried = new Map<string, string>()

  /** Does one thing; a failure is that of a process that was killed meanwhile. */
  async note(key: string, value: string, work: () => Promise<unknown>): Promise<boolean> {
    this.tried.set(key, value)
    try {
      await work()
    } catch {
      return false
    }
    this.acknowledged.set(key, value)
    return true
  }

  /** Newest first; an acknowledged value makes earlier ones impossible. */
  possible(key: string): string[] {
    const values = [this.tried.get(key), this.acknowledged.get(key)].filter((value) => value !== undefined)
    return [...new Set(values)]
  }

  /** What stands after a restart counts from now on. */
  settle(key: string, value: string): void {
    this.tried.set(key, value)
    this.acknowledged.set(key, value)
  }

  keys(): string[] {
    return [...this.acknowledged.keys()]
  }
}

export const replace = (type: string, value: string): Change =>
  new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) })

export async function binds({ doors }: LabProcess, user: string, password: string): Promise<boolean> {
  const client = new Client({ url: doors.info.ldap })
  try {
    await client.bind(user, password)
    return true
  } catch {
    return false
  } finally {
    await client.unbind().catch(() => undefined)
  }
}
