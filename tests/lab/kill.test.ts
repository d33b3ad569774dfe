import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { createLab } from '#lab/lab.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'

const rounds = Number(process.env.HYBRIDLAB_KILL_ROUNDS ?? 6)
const writer = new URL('../support/storage-writer.ts', import.meta.url).pathname

/** Runs the writer and kills it after a while; answers the numbers it was told are safe. */
function writeAndKill(directory: string, first: number, afterMs: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', writer, directory, String(first)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let told = ''
    child.stdout.on('data', (piece: Buffer) => {
      if (told === '') setTimeout(() => child.kill('SIGKILL'), afterMs)
      told += piece.toString()
    })
    child.on('error', reject)
    child.on('exit', () => {
      const lines = told.slice(0, told.lastIndexOf('\n')).split('\n').slice(1)
      resolve(lines.map(Number))
    })
  })
}

test(`kill -9 at any moment loses nothing that was acknowledged (${rounds} rounds on one directory)`, async () => {
  const directory = await temporaryDirectory()
  let newest = 0
  let acknowledged: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const safe = await writeAndKill(directory, newest, 40 + ((round * 67) % 260))
    acknowledged = [...acknowledged, ...safe]
    const lab = await createLab({ directory })
    const users = lab.store.collection<{ id: string; number: number }>('test.users')
    const logons = lab.store.collection<{ id: string; number: number }>('test.logons')
    expect(acknowledged.filter((number) => !logons.has(String(number)))).toEqual([])
    const told = new Set(lab.journal.events({ type: 'test.written' }).map(({ summary }) => summary))
    expect(safe.filter((number) => !told.has(String(number)))).toEqual([])
    // Both records of a transaction, or neither.
    newest = Math.max(0, ...[...logons.values()].map(({ number }) => number))
    for (const user of users.values()) expect(logons.has(String(user.number))).toBe(true)
    for (let number = Math.max(1, newest - 499); number <= newest; number += 1) {
      if (logons.has(String(number)))
        expect(users.get(`user-${number % 500}`)?.number).toBeGreaterThanOrEqual(number)
    }
    await lab.close()
  }
  expect(acknowledged.length).toBeGreaterThan(rounds * 10)
}, 120_000)
