/** `npm run docs:configuration`: writes docs/configuration.md from the settings' own schema. */
import { writeFile } from 'node:fs/promises'
import { configurationDocument } from '#core/contracts/config-document.ts'

await writeFile(new URL('configuration.md', import.meta.url), configurationDocument())
