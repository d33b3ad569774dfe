/** The lab's clock: read, freeze, resume, run faster, advance. */
import { clockAnswer, clockChange, clockReading } from '#core/contracts/control-api.ts'
import type { ClockReading } from '../clock.ts'
import { iso } from './iso.ts'
import { route } from './route.ts'

const readingOf = ({ now, rate, frozen }: ClockReading) => ({ now: iso(now), rate, frozen })

export const clockRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/clock',
    tag: 'clock',
    summary: 'Lab time, its rate, and whether it stands still.',
    answer: clockReading,
    handle: ({ lab }) => readingOf(lab().lab.clock.reading()),
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/clock',
    tag: 'clock',
    summary: 'Changes the clock. Advancing runs the jobs that come due, in order, and answers what ran.',
    body: clockChange,
    answer: clockAnswer,
    handle: async ({ lab, body }) => {
      const { clock } = lab().lab
      if (body.rate !== undefined) clock.setRate(body.rate)
      if (body.frozen === true) clock.freeze()
      if (body.frozen === false) clock.resume()
      if (body.advance === undefined) return readingOf(clock.reading())
      const ran = await clock.advance(body.advance)
      return { ...readingOf(clock.reading()), ran: ran.map((job) => ({ ...job, at: iso(job.at) })) }
    },
  }),
]
