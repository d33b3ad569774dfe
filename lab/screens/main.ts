/** The screens alone: `node --import tsx lab/screens/main.ts`; settings from `HYBRIDLAB_*`. */
import { loadConfig } from '../config.ts'
import { LabRefusal } from '../refusal.ts'
import { startScreens } from './start-screens.ts'

try {
  const listener = await startScreens(await loadConfig({ environment: process.env }))
  process.stdout.write(`screens is ready: http://localhost:${listener.port}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void listener.close().then(() => process.exit(0)))
} catch (error) {
  if (!(error instanceof LabRefusal)) throw error
  process.stderr.write(`${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`)
  process.exitCode = error.exitCode
}
