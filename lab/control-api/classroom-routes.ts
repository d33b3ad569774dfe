/** The instructor's: who is where, and the courses that can be given. */
import { classNotice, coursesAnswer, handChange, instructorBoard } from '#core/contracts/scenario-progress.ts'
import { giveNotice, moveHand } from '../classroom.ts'
import { boardOf, openBoardStream } from './board-stream.ts'
import { route } from './route.ts'

export const classroomRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/board',
    tag: 'classroom',
    summary:
      'One row a lab: scenario, step, hints, wrong answers, time on the step, last refusal, and whether a hand is up.',
    answer: instructorBoard,
    handle: ({ host }) => boardOf(host),
  }),
  route({
    method: 'get',
    path: '/lab/v1/board/stream',
    tag: 'classroom',
    summary:
      'The board as it changes: a message with the whole board whenever something happened in one of the labs.',
    answer: instructorBoard,
    media: 'text/event-stream',
    handle: ({ host, response }) => openBoardStream(host, response),
  }),
  route({
    method: 'put',
    path: '/lab/v1/labs/{lab}/hand',
    tag: 'classroom',
    summary:
      'The learner raises a hand, with a note or without; the instructor lowers it. A reset lowers it, too.',
    body: handChange,
    answer: handChange,
    handle: ({ lab, body }) => {
      moveHand(lab().lab.journal, body)
      return body
    },
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/notices',
    tag: 'classroom',
    summary: 'Shows a message of the instructor to who sits at this lab (event `class.notice`).',
    body: classNotice,
    answer: classNotice,
    status: 201,
    handle: ({ lab, body }) => {
      giveNotice(lab().lab.journal, body.text)
      return body
    },
  }),
  route({
    method: 'get',
    path: '/lab/v1/courses',
    tag: 'classroom',
    summary: 'The courses, each with its scenarios in order.',
    answer: coursesAnswer,
    handle: async ({ host: { library } }) => {
      const scenarios = new Map((await library.scenarios()).map((scenario) => [scenario.id, scenario]))
      const shown = (id: string) => {
        const { title = id, minutes } = scenarios.get(id) ?? {}
        return { id, title, ...(minutes === undefined ? {} : { minutes }) }
      }
      const courses = await library.courses()
      return { courses: courses.map((course) => ({ ...course, scenarios: course.scenarios.map(shown) })) }
    },
  }),
]
