/** The stories and courses there are; the files are read when first asked for, so that a start does not wait for them. */
import type { Course } from '#core/contracts/course.ts'
import type { Scenario } from '#core/contracts/scenario.ts'
import { LabRefusal } from '../refusal.ts'
import { loadCourses, loadScenarios } from './load-scenario.ts'

export interface ScenarioLibrary {
  scenarios(): Promise<readonly Scenario[]>
  courses(): Promise<readonly Course[]>
  /** Throws LabRefusal `LabScenarioNotFound`. */
  find(id: string): Promise<Scenario>
}

export function openLibrary(folder: string): ScenarioLibrary {
  let scenarios: Promise<readonly Scenario[]> | undefined
  let courses: Promise<readonly Course[]> | undefined
  const all = () => {
    scenarios ??= loadScenarios(folder)
    return scenarios
  }
  return {
    scenarios: all,
    courses: () => {
      courses ??= loadCourses(folder)
      return courses
    },
    find: async (id) => {
      const found = (await all()).find((scenario) => scenario.id === id)
      if (found) return found
      throw new LabRefusal('LabScenarioNotFound', { scenario: id })
    },
  }
}
