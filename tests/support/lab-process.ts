/** A lab on disk in a process of its own, to be killed. Tells its parent where it is. */
import { startLab } from '#lab/start.ts'

const [data] = process.argv.slice(2)
if (data === undefined) throw new Error('which directory?')
const { info, control } = await startLab({ data })
process.send?.({ info, control })
