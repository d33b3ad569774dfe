/** `bridge/main.ts` in a process of its own, with a settings file: as somebody runs it against a directory of theirs. */
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Config } from '#core/contracts/config.ts'
import type { WizardAction, WizardState } from '#core/contracts/connect.ts'

export interface RunningConnect {
  /** A call of the Connect server's verbs; throws what it answered when it refuses. */
  verb(path: string, body?: unknown): Promise<unknown>
  /** A step of the wizard. */
  act(action: WizardAction): Promise<WizardState>
  /** Rows of the journal of one type. */
  events(type: string): Promise<readonly { readonly data?: Readonly<Record<string, unknown>> }[]>
  close(): Promise<void>
}

export async function runConnect(folder: string, settings: Partial<Config>): Promise<RunningConnect> {
  const file = join(folder, 'connect.yaml')
  await writeFile(file, stringify(settings))
  const child = spawn(process.execPath, ['--import', 'tsx', 'bridge/main.ts', '--config', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const control = await new Promise<string>((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const ready = /connect is ready: control API (\S+)/.exec(said)?.[1]
      if (ready !== undefined) resolve(ready)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)))
  })
  const lab = `${control}/labs/${settings.lab ?? 'contoso'}`
  const verb = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${lab}/connect/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const json: unknown = await answer.json()
    if (!answer.ok) throw new Error(JSON.stringify(json))
    return json
  }
  return {
    verb,
    act: async (action) => (await verb('wizard', action)) as WizardState,
    events: async (type) => {
      const answer = await fetch(`${lab}/events?type=${type}&limit=5000`)
      const { events } = (await answer.json()) as { events: { data?: Record<string, unknown> }[] }
      return events
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
