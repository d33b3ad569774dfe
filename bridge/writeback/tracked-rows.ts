/**
 * The rows of one conversation with the password reset service: all carry its TrackingId, in the published shape
 * (writeback.md §5.1).
 */
import type { WindowsEventName } from '#core/codes/windows-events.ts'
import { CloudAnswerInvalid, CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import type { ServerContext } from '../server-context.ts'

export interface TrackedRows {
  /** `TrackingId: …, {name}, Details: …`; a sentence may stand in the name’s place. */
  write(name: WindowsEventName, details: string, says?: string): void
  /**
   * The row of a request that failed, `usual` unless the answer made no sense (32008). Answers why; throws what is neither
   * refusal nor network.
   */
  failed(error: unknown, usual: WindowsEventName): string
}

export function trackedRows(
  { events, lab }: Pick<ServerContext, 'events' | 'lab'>,
  target?: string,
): TrackedRows {
  const correlationId = lab.random.guid()
  const about = { correlationId, ...(target === undefined ? {} : { target }) }
  const write: TrackedRows['write'] = (name, details, says = name) =>
    events.write(name, `TrackingId: ${correlationId}, ${says} Details: ${details}`, about)
  return {
    write,
    failed: (error, usual) => {
      if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
      write(error instanceof CloudAnswerInvalid ? 'ValidationError' : usual, error.message)
      return error.message
    },
  }
}
