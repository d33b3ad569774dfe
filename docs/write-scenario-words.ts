/** `npm run docs:scenarios`: writes docs/scenario-words.md and the JSON Schemas of scenarios/schema from the contracts. */
import { mkdir, writeFile } from 'node:fs/promises'
import { scenarioSchemas, wordsDocument } from '#core/contracts/scenario-document.ts'

await writeFile(new URL('scenario-words.md', import.meta.url), wordsDocument())
const folder = new URL('../scenarios/schema/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, schema] of Object.entries(scenarioSchemas()))
  await writeFile(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`)
