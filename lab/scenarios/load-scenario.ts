/** Reads the folder `scenarios`: stories, and the courses that string them together. */
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

/** The stories of a folder, `NN-name.yaml`, in order. */
export async function scenarioFiles(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /^\d+.*\.ya?ml$/.test(name))
  return names.sort().map((name) => join(folder, name))
}

export async function loadScenarios(folder: string): Promise<Scenario[]> {
  return Promise.all((await scenarioFiles(folder)).map(loadScenario))
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

export async function loadCourses(folder: string): Promise<Course[]> {
  return Promise.all((await courseFiles(folder)).map(loadCourse))
}
