/** Reads folders such as `scenarios`: stories, and the courses that string them together. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Course, course } from '#core/contracts/course.ts'
import { type Scenario, scenario } from '#core/contracts/scenario.ts'
import { parseYaml } from './read-yaml.ts'

export const scenariosFolder = fileURLToPath(new URL('../../scenarios/', import.meta.url))

export async function loadScenario(path: string): Promise<Scenario> {
  return parseYaml(basename(path), await readFile(path, 'utf8'), scenario)
}

/** The stories of a folder in the order of their names, which is why ours begin with a number. */
export async function scenarioFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name))
  return names.sort().map((name) => join(folder, name))
}

/** A folder that comes first has the last word about an id. */
const byId = <Item extends { readonly id: string }>(folders: readonly (readonly Item[])[]): Item[] => [
  ...new Map(folders.toReversed().flatMap((items) => items.map((item) => [item.id, item] as const))).values(),
]

export async function loadScenarios(folders: readonly string[]): Promise<Scenario[]> {
  const files = await Promise.all(folders.map(scenarioFiles))
  return byId(await Promise.all(files.map((those) => Promise.all(those.map(loadScenario)))))
}

export async function loadCourse(path: string): Promise<Course> {
  return parseYaml(basename(path), await readFile(path, 'utf8'), course)
}

export async function courseFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'courses')).catch(() => [])
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, 'courses', name))
}

export async function loadCourses(folders: readonly string[]): Promise<Course[]> {
  const files = await Promise.all(folders.map(courseFiles))
  return byId(await Promise.all(files.map((those) => Promise.all(those.map(loadCourse)))))
}
