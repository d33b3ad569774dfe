/** Reads scenario files. Every error names the file, the line and the key. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type Scenario, scenario } from '#core/contracts/scenario.ts'

/** What is wrong with a file, one line per finding: `01-story.yaml:12 steps.2.do.portal.reset: no such verb …`. */
export class ScenarioFileError extends Error {
  readonly findings: readonly string[]
  constructor(findings: readonly string[]) {
    super(findings.join('\n'))
    this.name = 'ScenarioFileError'
    this.findings = findings
  }
}

/** Parses YAML against a schema; throws ScenarioFileError with all findings. */
export function parseYaml<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): z.output<Schema> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => `${file}:${lines.linePos(offset).line}`
  if (document.errors.length > 0)
    throw new ScenarioFileError(document.errors.map((error) => `${at(error.pos[0])} ${error.message}`))
  const parsed = schema.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  throw new ScenarioFileError(
    parsed.error.issues.map(
      (issue) =>
        `${at(offsetOf(document, issue.path))} ${issue.path.join('.') || '(file)'}: ${issue.message}`,
    ),
  )
}

/** Where the deepest part of the path that exists stands in the file. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

export async function loadScenario(path: string): Promise<Scenario> {
  return parseYaml(basename(path), await readFile(path, 'utf8'), scenario)
}

/** Every `NN-name.yaml` of a folder, in order. */
export async function loadScenarios(folder: string): Promise<Scenario[]> {
  const files = (await readdir(folder)).filter((name) => /^\d+.*\.ya?ml$/.test(name)).sort()
  return Promise.all(files.map((name) => loadScenario(join(folder, name))))
}
