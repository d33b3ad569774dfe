/** Between learner and instructor. The journal is the memory: what a reset undoes, it undoes here, too. */
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { InstructorBoard } from '#core/contracts/scenario-progress.ts'
import type { Journal } from '#core/ports.ts'

type BoardRow = InstructorBoard['labs'][number]

/** `class.hand-raised` (data.note: what it is about), `class.hand-lowered`. */
export function moveHand(
  journal: Journal,
  { raised, note }: { raised: boolean; note?: string | undefined },
): void {
  const isUp = raisedHand(journal) !== undefined
  if (!raised && !isUp) return
  journal.record({
    place: 'lab',
    type: raised ? 'class.hand-raised' : 'class.hand-lowered',
    summary: raised ? `Help is asked for${note === undefined ? '' : `: ${note}`}` : 'Help has been given',
    ...(raised && note !== undefined ? { data: { note } } : {}),
  })
}

/** `class.notice` (data.text). */
export function giveNotice(journal: Journal, text: string): void {
  journal.record({ place: 'lab', type: 'class.notice', summary: `The instructor: ${text}`, data: { text } })
}

/** What the journal adds to a lab's row of the board. */
export function classOf(journal: Journal): Pick<BoardRow, 'hand' | 'refusal'> {
  const hand = raisedHand(journal)
  const refused = newest(journal, 'step.refused')
  const note = hand?.data?.note
  return {
    ...(hand === undefined ? {} : { hand: { at: hand.at, ...(typeof note === 'string' ? { note } : {}) } }),
    ...(refused?.code === undefined
      ? {}
      : {
          refusal: {
            at: refused.at,
            code: refused.code,
            ...(refused.because === undefined ? {} : { because: refused.because }),
          },
        }),
  }
}

const newest = (journal: Journal, type: string): JournalEvent | undefined =>
  journal.events({ type, limit: 1 }).at(-1)

function raisedHand(journal: Journal): JournalEvent | undefined {
  const raised = newest(journal, 'class.hand-raised')
  const lowered = newest(journal, 'class.hand-lowered')
  return raised !== undefined && raised.seq > (lowered?.seq ?? 0) ? raised : undefined
}
