/** `npm run docs:codes`: writes docs/codes.md from the catalogue. */
import { writeFile } from 'node:fs/promises'
import { codesDocument } from '#core/codes/document.ts'

await writeFile(new URL('codes.md', import.meta.url), codesDocument())
