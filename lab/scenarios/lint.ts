/** `scenario lint`: what the schemas have against files, and what only shows beside others: unknown users, roles, worlds, stories. */
import { readFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { course } from '#core/contracts/course.ts'
import { scenario } from '#core/contracts/scenario.ts'
import { nearest } from '#core/contracts/words.ts'
import { derivedWorld, world } from '#core/contracts/world.ts'
import { worldFiles } from '../world/load-world.ts'
import { storyProblems } from './lint-story.ts'
import { derivedWorldProblems, worldProblems } from './lint-world.ts'
import { courseFiles, scenarioFiles } from './load-scenario.ts'
import type { Beside, Problem } from './problem.ts'
import { readYaml, ScenarioFileError, type YamlFile } from './read-yaml.ts'

/**
 * Findings of these files, or of every story, course and world of the first folder. A file's neighbours are looked up in all
 * folders, and in its own.
 */
export async function lintFiles(files: readonly string[], folders: readonly string[]): Promise<string[]> {
  const [own = '.'] = folders
  const every = [scenarioFiles, courseFiles, worldFiles]
  const all = files.length > 0 ? files : (await Promise.all(every.map((list) => list(own)))).flat()
  const found = await Promise.all(all.map((file) => lintFile(file, besideOf(file, folders))))
  return found.flat()
}

const kinds = ['courses', 'worlds'] as const
const folderOf = (file: string): string => basename(dirname(file))

function besideOf(file: string, folders: readonly string[]): Beside {
  const here = dirname(file)
  const own = kinds.some((kind) => kind === folderOf(file)) ? dirname(here) : here
  return { folders: [...new Set([own, ...folders])] }
}

/** Ids of the readable stories around a file. */
async function knownIds({ folders }: Beside): Promise<string[]> {
  const files = (await Promise.all(folders.map((folder) => scenarioFiles(folder).catch(() => [])))).flat()
  const texts = await Promise.all([...new Set(files)].map((file) => readFile(file, 'utf8')))
  return texts.flatMap((text) => /^id: *['"]?([a-z0-9-]+)/m.exec(text)?.[1] ?? [])
}

async function lintFile(file: string, beside: Beside): Promise<string[]> {
  try {
    const yaml = readYaml(basename(file), await readFile(file, 'utf8'))
    const problems = await problemsOf(yaml, file, beside)
    return problems.map(({ path, message }) => yaml.finding(path, message))
  } catch (error) {
    if (error instanceof ScenarioFileError) return [...error.findings]
    throw error
  }
}

/** What a file is shows in its folder; a world of one's own may stand anywhere. */
async function problemsOf(yaml: YamlFile, file: string, beside: Beside): Promise<Problem[]> {
  const kind = folderOf(file)
  if (kind === 'courses') return unknownStories(yaml.parse(course).scenarios, await knownIds(beside))
  const { forest, extends: below } = yaml.parse(looks)
  if (below !== undefined) return derivedWorldProblems(yaml.parse(derivedWorld), file, beside)
  if (forest !== undefined || kind === 'worlds') return worldProblems(yaml.parse(world), file)
  return storyProblems(yaml.parse(scenario), await knownIds(beside), beside)
}

/** What tells a world from a story; a file that is no map is the story's schema's to refuse. */
const looks = z.object({ forest: z.unknown(), extends: z.unknown() }).partial().catch({})

const unknownStories = (named: readonly string[], ids: readonly string[]): Problem[] =>
  named.flatMap((id, at) =>
    ids.includes(id)
      ? []
      : [{ path: ['scenarios', at], message: `no such scenario: ${id}. Nearest: ${nearest(id, ids)}` }],
  )
