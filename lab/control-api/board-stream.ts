/** The instructor's board, and its server-sent events: one connection for the whole class. */
import type { Response } from 'express'
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { InstructorBoard } from '#core/contracts/scenario-progress.ts'
import { classOf } from '../classroom.ts'
import type { Host, RunningLab } from '../host.ts'

/** What a burst of events costs the board: one message. */
const togetherMs = 150
/** Labs that were opened or closed meanwhile are seen so soon. */
const lookAroundMs = 2_000
const telling = /^(scenario\.|class\.|step\.refused$|lab\.restored$)/

export const boardOf = ({ labs }: Host): InstructorBoard => ({
  labs: [...labs.values()].flatMap(({ scenarios, lab }) =>
    scenarios ? [{ ...scenarios.boardRow(), ...classOf(lab.journal) }] : [],
  ),
})

/** Writes the board now, and again whenever something happened, until the client goes. */
export function openBoardStream(host: Host, response: Response): void {
  const following = new Map<RunningLab, () => void>()
  let timer: NodeJS.Timeout | undefined

  const write = () => {
    timer = undefined
    response.write(`data: ${JSON.stringify(boardOf(host))}\n\n`)
  }
  const soon = () => {
    timer ??= setTimeout(write, togetherMs).unref()
  }
  const hear = ({ type }: JournalEvent): void => {
    if (telling.test(type)) soon()
  }
  /** Follows the labs that run now; true when they are others than before. */
  const lookAround = (): boolean => {
    const running = new Set(host.labs.values())
    const gone = [...following].filter(([lab]) => !running.has(lab))
    const fresh = [...running].filter((lab) => !following.has(lab))
    for (const [lab, stop] of gone) {
      stop()
      following.delete(lab)
    }
    for (const lab of fresh) following.set(lab, lab.lab.journal.follow(hear))
    return gone.length + fresh.length > 0
  }
  const watch = setInterval(() => lookAround() && soon(), lookAroundMs).unref()

  response.set({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  })
  response.flushHeaders()
  response.write('retry: 1000\n\n')
  lookAround()
  write()
  response.on('close', () => {
    clearInterval(watch)
    clearTimeout(timer)
    for (const stop of following.values()) stop()
  })
}
