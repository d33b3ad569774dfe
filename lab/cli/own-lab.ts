/** Works in the running lab, or in one that is started for this and ends with it. */
import { labsAnswer } from '#core/contracts/control-api.ts'
import { LabRefusal } from '../refusal.ts'
import { type ControlClient, createControlClient } from './control-client.ts'
import type { Surroundings } from './verb.ts'

type Work = (control: ControlClient, lab: string) => Promise<void>

export async function withOwnLab({ out, client, lab }: Surroundings, work: Work): Promise<void> {
  const running = await client()
  try {
    await running.get('/labs', labsAnswer)
  } catch (error) {
    if (!(error instanceof LabRefusal) || error.code !== 'LabUnreachable') throw error
    out.say('No lab runs; starting one for this.')
    return inNewLab(work)
  }
  await work(running, await lab())
}

async function inNewLab(work: Work): Promise<void> {
  const { startLab } = await import('../start.ts')
  const started = await startLab()
  try {
    await work(createControlClient(started.control, undefined), started.info.lab)
  } finally {
    await started.close()
  }
}
