/** The stories and courses there are; the files are read when asked for, so that a start does not wait for them. */
import type { Course } from '#core/contracts/course.ts'
import type { Scenario } from '#core/contracts/scenario.ts'
import { LabRefusal } from '../refusal.ts'
import { type LoadedWorld, loadWorld } from '../world/load-world.ts'
import { courseFiles, loadCourses, loadScenarios, scenarioFiles, scenariosFolder } from './load-scenario.ts'
import { rereading } from './reread.ts'

export interface ScenarioLibrary {
  scenarios(): Promise<readonly Scenario[]>
  courses(): Promise<readonly Course[]>
  /** Throws LabRefusal `LabScenarioNotFound`. */
  find(id: string): Promise<Scenario>
  /** Throws LabRefusal `LabWorldNotFound`, or ScenarioFileError when a file is wrong. */
  world(name: string): Promise<LoadedWorld>
}

/** What comes along, and before it a folder of the user's own. */
export const foldersWith = (own: string | undefined): readonly string[] =>
  own === undefined ? [scenariosFolder] : [own, scenariosFolder]

export function openLibrary(folders: readonly string[]): ScenarioLibrary {
  const inAll = (list: (folder: string) => Promise<string[]>) => async () =>
    (await Promise.all(folders.map(list))).flat()
  const all = rereading(inAll(scenarioFiles), () => loadScenarios(folders))
  return {
    scenarios: all,
    courses: rereading(inAll(courseFiles), () => loadCourses(folders)),
    find: async (id) => {
      const found = (await all()).find((scenario) => scenario.id === id)
      if (found) return found
      throw new LabRefusal('LabScenarioNotFound', { scenario: id })
    },
    world: (name) => loadWorld(name, folders),
  }
}
