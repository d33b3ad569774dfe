/**
 * A program that writes to a lab on disk until it is killed. Each acknowledged transaction is told on standard output:
 * its number, once both of its records are said to be safe.
 */
import { createLab } from '#lab/lab.ts'

const [directory, firstText] = process.argv.slice(2)
if (directory === undefined) throw new Error('which directory?')
const lab = await createLab({ directory, guard: false, compactAbove: 200_000 })
const users = lab.store.collection<{ id: string; number: number; text: string }>('test.users')
const logons = lab.store.collection<{ id: string; number: number }>('test.logons')
let number = Number(firstText ?? 0)

async function write(): Promise<void> {
  for (;;) {
    number += 1
    const mine = number
    lab.journal.record({ place: 'lab', type: 'test.written', summary: String(mine) })
    await lab.store.transaction(() => {
      users.put({ id: `user-${mine % 500}`, number: mine, text: 'x'.repeat(2_000) })
      logons.put({ id: String(mine), number: mine })
    })
    process.stdout.write(`${mine}\n`)
  }
}
process.stdout.write('ready\n')
await Promise.all([write(), write(), write(), write()])
