/** The lab's directory on disk: made, proven writable, and locked for one process. */
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, uptime } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { realTime } from '../clock.ts'
import { LabRefusal, reasonOf } from '../refusal.ts'

/** Makes new, renamed and removed names durable. Windows has no such call and needs none. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function makeFolder(directory: string): Promise<void> {
  try {
    await mkdir(directory, { mode: 0o700 })
  } catch (error) {
    if (reasonOf(error) !== 'EEXIST' || !(await stat(directory)).isDirectory()) throw error
  }
}

/** With every folder above it. Node's own way asks for ever where a file system says of a new folder that it is not there. */
export async function makePath(directory: string): Promise<void> {
  try {
    await makeFolder(directory)
  } catch (error) {
    const above = dirname(directory)
    if (reasonOf(error) !== 'ENOENT' || above === directory) throw error
    await makePath(above)
    await makeFolder(directory)
  }
}

export async function makeDirectory(directory: string): Promise<void> {
  try {
    await makePath(directory)
    await writeFile(join(directory, '.writable'), '')
    await rm(join(directory, '.writable'))
  } catch (error) {
    throw new LabRefusal(
      'LabDirectoryUnwritable',
      { folder: directory, reason: reasonOf(error) },
      { cause: error },
    )
  }
}

const owner = z.object({ pid: z.number().int(), boot: z.string(), started: z.string() })
type Owner = z.infer<typeof owner>

/** Tells one start of the machine from another, so that a process id left behind by a power cut holds nothing. */
async function bootId(): Promise<string> {
  const id = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined)
  return id?.trim() ?? `boot ${Math.round((realTime() / 1_000 - uptime()) / 600)} ${hostname()}`
}

/** When a process began: tells it from a later one with the same id. Empty where the system does not say. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // Field 22 (proc_pid_stat(5)), counted behind the name, which may itself hold blanks and brackets.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return reasonOf(error) === 'EPERM'
  }
}

async function holds({ pid, boot, started }: Owner): Promise<boolean> {
  if (boot !== (await bootId()) || !isAlive(pid)) return false
  return started === (await startOf(pid))
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    return owner.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Takes the directory for this process; answers how to give it back. */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, 'lock')
  const mine: Owner = { pid: process.pid, boot: await bootId(), started: await startOf(process.pid) }
  for (;;) {
    try {
      await writeFile(file, JSON.stringify(mine), { flag: 'wx' })
      return () => rm(file, { force: true })
    } catch (error) {
      if (reasonOf(error) !== 'EEXIST') {
        throw new LabRefusal(
          'LabDirectoryUnwritable',
          { folder: directory, reason: reasonOf(error) },
          { cause: error },
        )
      }
    }
    const holder = await readOwner(file)
    if (holder !== undefined && (await holds(holder))) {
      throw new LabRefusal('LabDirectoryInUse', { folder: directory, pid: String(holder.pid) })
    }
    await rm(file, { force: true })
  }
}
