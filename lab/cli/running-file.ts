/** Where a started lab can be found: `running.json` in its data directory, gone when it ends. */
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const running = z.object({ pid: z.number().int(), url: z.string() })

const fileIn = (data: string): string => join(data, 'running.json')

export async function writeRunning(data: string, url: string): Promise<() => Promise<void>> {
  await writeFile(fileIn(data), JSON.stringify({ pid: process.pid, url }))
  return () => rm(fileIn(data), { force: true })
}

/** Its address; undefined when nothing was started there, or it was killed since. */
export async function readRunning(data: string): Promise<string | undefined> {
  try {
    const { pid, url } = running.parse(JSON.parse(await readFile(fileIn(data), 'utf8')))
    process.kill(pid, 0)
    return url
  } catch {
    return undefined
  }
}
