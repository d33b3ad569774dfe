/** The domain controller under measurement, in a process of its own. */
import type { DirectoryPorts } from './ldap-kinds.ts'
import { startBundled } from './start-bundled.ts'

export interface Condition {
  readonly rss: number
  readonly heapUsed: number
}

export interface ControllerPorts extends DirectoryPorts, Condition {
  readonly loadMs: number
  /** The memory before the users came. */
  readonly before: Condition
}

export interface RunningController {
  readonly ports: ControllerPorts
  readonly pid: number
  /** Memory after a collection, and the longest time without service since this was last asked, ms. */
  condition(): Promise<Condition & { readonly longestGap: number }>
  close(): Promise<void>
}

export async function startController(users: number, folder: string): Promise<RunningController> {
  const child = await startBundled('./directory-process.ts', [String(users), folder], ['--expose-gc'])
  const heard = <Answer>(): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const ended = () => reject(new Error('the domain controller ended'))
      child.once('exit', ended)
      child.once('message', (answer) => {
        child.off('exit', ended)
        // The child is our own program and sends what its source says.
        resolve(answer as Answer)
      })
    })
  const ports = await heard<ControllerPorts>()
  return {
    ports,
    pid: child.pid ?? 0,
    condition: () => {
      const answer = heard<Condition & { longestGap: number }>()
      child.send('condition')
      return answer
    },
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill()
      }),
  }
}
