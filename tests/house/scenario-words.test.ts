import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { scenarioChecks } from '#core/contracts/scenario-checks.ts'
import { scenarioSchemas, wordsDocument } from '#core/contracts/scenario-document.ts'
import { scenarioVerbs } from '#core/contracts/scenario-verbs.ts'
import { lintFiles } from '#lab/scenarios/lint.ts'
import { scenariosFolder } from '#lab/scenarios/load-scenario.ts'

it('has a document of words that equals the catalogues; `npm run docs:scenarios` writes it anew', async () => {
  expect(await readFile('docs/scenario-words.md', 'utf8')).toBe(wordsDocument())
})

it.each(Object.entries(scenarioSchemas()))('publishes %s as the contract has it', async (name, schema) => {
  expect(JSON.parse(await readFile(`scenarios/schema/${name}`, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(schema)),
  )
})

it('says of every word what it is for', () => {
  const silent = Object.entries({ ...scenarioVerbs, ...scenarioChecks })
    .filter(([, { description }]) => !description)
    .map(([word]) => word)
  expect(silent).toEqual([])
})

it('keeps scenarios and courses that lint has nothing against', async () => {
  expect(await lintFiles([], [scenariosFolder])).toEqual([])
})
