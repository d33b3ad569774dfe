/** A course file (`scenarios/courses/*.yaml`): scenarios in the order they are taught. */
import { z } from 'zod'
import { scenarioId } from './scenario.ts'
import { closed } from './words.ts'

export const course = closed({
  id: scenarioId,
  title: z.string(),
  summary: z.string(),
  scenarios: z.array(scenarioId).min(1),
})
export type Course = z.infer<typeof course>
