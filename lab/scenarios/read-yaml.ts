/** Reads the YAML files that people write. Every finding names the file, the line, the column and the key. */
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { issuesOf } from '#core/contracts/words.ts'

/** What is wrong with a file, one line per finding: `01-story.yaml:12:9 steps.2.do.portal.reset: no such verb …`. */
export class ScenarioFileError extends Error {
  readonly findings: readonly string[]
  constructor(findings: readonly string[]) {
    super(findings.join('\n'))
    this.name = 'ScenarioFileError'
    this.findings = findings
  }
}

export interface YamlFile {
  /** Throws ScenarioFileError with all findings of the schema. */
  parse<Schema extends z.ZodType>(schema: Schema): z.output<Schema>
  /** A finding at a path, as `file:line:column key: message`. */
  finding(path: readonly PropertyKey[], message: string): string
}

/** Throws ScenarioFileError when it is no YAML. */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  if (document.errors.length > 0)
    throw new ScenarioFileError(document.errors.map((error) => `${at(error.pos[0])} ${error.message}`))
  const written = () => {
    try {
      return document.toJS()
    } catch (error) {
      // References that name nothing, or that would fill the memory.
      const message = error instanceof Error ? error.message : String(error)
      throw new ScenarioFileError([`${at(firstReference(document))} ${message}`])
    }
  }
  const finding: YamlFile['finding'] = (path, message) => {
    const { offset, written } = locate(document.contents, path)
    return `${at(offset)} ${written.join('.') || '(file)'}: ${message}`
  }
  return {
    finding,
    parse: (schema) => {
      const parsed = schema.safeParse(written())
      if (parsed.success) return parsed.data
      throw new ScenarioFileError(issuesOf(parsed.error).map(({ path, message }) => finding(path, message)))
    },
  }
}

export const parseYaml = <Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): z.output<Schema> => readYaml(file, text).parse(schema)

function firstReference(document: Document): number {
  let found = 0
  visit(document, {
    Alias: (_, node) => {
      found = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}

const startOf = (node: unknown): number | undefined =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
    ? Number(node.range[0])
    : undefined

/** Where the deepest part of the path that exists stands: at its key, or at the item of a list. */
function locate(root: Node | null, path: readonly PropertyKey[]) {
  let node: unknown = root
  let offset = startOf(root) ?? 0
  const written: string[] = []
  for (const [depth, key] of path.entries()) {
    const next = step(node, key)
    // One action may be written without a list: the schema makes it the first item of one.
    if (next === undefined && key === 0) continue
    written.push(String(key))
    if (next === undefined) return { offset, written: [...written, ...path.slice(depth + 1).map(String)] }
    node = next.value
    offset = next.at
  }
  return { offset, written }
}

function step(node: unknown, key: PropertyKey): { value: unknown; at: number } | undefined {
  if (isSeq(node)) {
    const value = node.items[Number(key)]
    return value === undefined ? undefined : { value, at: startOf(value) ?? 0 }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
  return pair === undefined ? undefined : { value: pair.value, at: startOf(pair.key) ?? 0 }
}
