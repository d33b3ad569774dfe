/** The published faces of the scenario contract: JSON Schema for editors, and the table of words for people. */
import { z } from 'zod'
import { course } from './course.ts'
import { scenario } from './scenario.ts'
import { scenarioCheck, scenarioChecks } from './scenario-checks.ts'
import { scenarioAction, scenarioVerbs } from './scenario-verbs.ts'
import type { WordCatalogue } from './words.ts'
import { derivedWorld, world } from './world.ts'

type Json = Record<string, unknown>

/** `{ word: arguments }`: one of these objects with one key. */
const choiceOf = (catalogue: WordCatalogue): Json => ({
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: Object.fromEntries(
    Object.entries(catalogue).map(([word, schema]) => [word, z.toJSONSchema(schema, { io: 'input' })]),
  ),
})

const choices = new Map<z.core.$ZodType, string>([
  [scenarioAction, 'action'],
  [scenarioCheck, 'check'],
])

const listOrOne = (items: Json): Json => ({ anyOf: [items, { type: 'array', items }] })

/** Words are read by transforms, which a schema cannot show; their catalogues can. */
function schemaOf(title: string, contract: z.ZodType): Json {
  const schema = z.toJSONSchema(contract, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => {
      const choice = choices.get(zodSchema)
      const isAction = ['do', 'given', 'mend'].includes(String(path.at(-1)))
      if (choice === undefined && !isAction) return
      for (const key of Object.keys(jsonSchema))
        if (key !== 'description') Reflect.deleteProperty(jsonSchema, key)
      const reference = { $ref: `#/$defs/${choice ?? 'action'}` }
      Object.assign(jsonSchema, choice === undefined ? listOrOne(reference) : reference)
    },
  })
  const definitions = { action: choiceOf(scenarioVerbs), check: choiceOf(scenarioChecks) }
  return { ...schema, title, $defs: definitions }
}

/** File names below `scenarios/schema/`. */
export const scenarioSchemas = (): Readonly<Record<string, Json>> => ({
  'scenario.schema.json': schemaOf('A scenario', scenario),
  'world.schema.json': schemaOf('A world', z.union([world, derivedWorld])),
  'course.schema.json': schemaOf('A course', course),
})

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function argumentCells(schema: z.ZodObject): string {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? `\`${name}\`` : `\`${name}\`?`))
    .join(', ')
}

const tableOf = (catalogue: WordCatalogue): string =>
  [
    '| Word | Arguments | |',
    '| --- | --- | --- |',
    ...Object.entries(catalogue).map(
      ([word, schema]) => `| \`${word}\` | ${argumentCells(schema)} | ${cell(schema.description ?? '')} |`,
    ),
  ].join('\n')

export const wordsDocument = (): string => `# The words of scenarios

Written by \`npm run docs:scenarios\` from \`core/contracts/scenario-verbs.ts\` and \`core/contracts/scenario-checks.ts\`. A question mark: may
be left out. Users are named by UPN, by \`sAMAccountName\` where Active Directory is asked; \`original\` as a password stands for the one that
the world gave the account. How a file is built: [labs.md](labs.md).

## Verbs, for \`do\` and \`given\`

${tableOf(scenarioVerbs)}

## Checks, for \`check\`

${tableOf(scenarioChecks)}
`
