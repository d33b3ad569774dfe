/** The instructor's: who is where, and the courses that can be given. */
import { coursesAnswer, instructorBoard } from '#core/contracts/scenario-progress.ts'
import { route } from './route.ts'

export const classroomRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/board',
    tag: 'classroom',
    summary:
      'One row a lab: scenario, step, hints, wrong answers, time on the step. Each lab’s event stream tells when to ask again (types `scenario.*`).',
    answer: instructorBoard,
    handle: ({ host }) => ({
      labs: [...host.labs.values()].flatMap(({ scenarios }) => (scenarios ? [scenarios.boardRow()] : [])),
    }),
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
