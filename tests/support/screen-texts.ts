/**
 * The texts that stand in the screens, read from their sources with the compilers' own parsers: which ones are translated
 * where they stand, and which ones only stand there.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { parse } from 'vue/compiler-sfc'
import { type Site, sitesOf } from './template-sites.ts'

const screens = fileURLToPath(new URL('../../ui/src/', import.meta.url))

export interface ScreenText {
  readonly file: string
  readonly text: string
  /**
   * `translated` by the call it is given to; `held` by a property that is translated where it is shown; `shown` as it is, in
   * the text or a spoken attribute of a template; `code` is any other literal.
   */
  readonly role: 'translated' | 'held' | 'shown' | 'code'
  /** A template literal with something filled in: no catalogue can hold that. */
  readonly filled: boolean
}

/** The texts of a piece of code that is read without a parser. */
export const literalsOf = (code: string): string[] =>
  [...code.matchAll(/'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"/g)].map(([, single, double]) =>
    (single ?? double ?? '').replace(/\\(.)/g, '$1'),
  )

/** Calls that translate their first argument. */
const translating = new Set(['$t', 't', 'words', 'translationOf'])
/** Properties of lists whose texts are translated where they are shown. */
const holding = new Set(['title', 'explains', 'offer', 'send', 'name', 'legend', 'says', 'label', 'question'])

const nameOfCall = ({ expression }: ts.CallExpression): string =>
  ts.isIdentifier(expression)
    ? expression.text
    : ts.isPropertyAccessExpression(expression)
      ? expression.name.text
      : ''

const textOf = (node: ts.Node): { text: string; filled: boolean } | undefined => {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return { text: node.text, filled: false }
  if (!ts.isTemplateExpression(node)) return undefined
  const rest = node.templateSpans.map(({ literal }) => `{}${literal.text}`)
  return { text: node.head.text + rest.join(''), filled: true }
}

/** What a literal is compared with, looked up by or imported from is no text. */
function isUnsaid(node: ts.Node): boolean {
  const { parent } = node
  return (
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isLiteralTypeNode(parent) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) ||
    (ts.isCallExpression(parent) && parent.expression.kind === ts.SyntaxKind.ImportKeyword) ||
    (ts.isBinaryExpression(parent) && /^[!=]==$/.test(parent.operatorToken.getText()))
  )
}

function roleOf(node: ts.Node, plainly: ScreenText['role']): ScreenText['role'] {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at
    if (ts.isCallExpression(parent) && parent.expression !== at)
      return translating.has(nameOfCall(parent)) && parent.arguments[0] === at ? 'translated' : 'code'
    if (ts.isPropertyAssignment(parent) && parent.initializer === at)
      return holding.has(parent.name.getText().replaceAll("'", '')) ? 'held' : 'code'
    if (ts.isConditionalExpression(parent) && parent.condition === at) return 'code'
  }
  return plainly
}

function readCode(file: string, code: string, plainly: ScreenText['role']): ScreenText[] {
  const found: ScreenText[] = []
  const visit = (node: ts.Node): void => {
    const literal = textOf(node)
    if (literal && !isUnsaid(node)) found.push({ file, ...literal, role: roleOf(node, plainly) })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true))
  return found
}

const readSite = (file: string, site: Site): ScreenText[] =>
  site.kind === 'code'
    ? readCode(file, `(${site.content})`, site.plainly)
    : [{ file, text: site.content, role: site.kind, filled: false }]

function readSource(file: string): ScreenText[] {
  const source = readFileSync(join(screens, file), 'utf8')
  if (file.endsWith('.ts')) return readCode(file, source, 'code')
  const { descriptor } = parse(source, { filename: file })
  return [
    ...readCode(file, descriptor.scriptSetup?.content ?? '', 'code'),
    ...sitesOf(descriptor.template?.ast).flatMap((site) => readSite(file, site)),
  ]
}

/** Sources of the screens. What the PowerShell console prints is English, as on a real server. */
export const screenTexts = (): ScreenText[] =>
  readdirSync(screens, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(vue|ts)$/.test(path) && !path.startsWith('powershell'))
    .sort()
    .flatMap(readSource)
