/** The documentation as it lies in `docs/`, with what can be found in it. Loaded when it is first asked for. */
import { anchorOf } from '../../display/markdown-nodes.ts'

const files = import.meta.glob<string>('../../../../docs/**/*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export interface DocPage {
  /** `fidelity/cloud`: the file's path below `docs/`, without its ending. */
  readonly id: string
  readonly title: string
  readonly text: string
}

export interface DocSection {
  readonly page: DocPage
  readonly title: string
  readonly path: string
  readonly text: string
}

/** To be read in this order; what is not named here follows by name. */
const order = [
  'getting-started',
  'labs',
  'courses',
  'scenario-words',
  'clients',
  'configuration',
  'control-api',
  'embedding',
  'architecture',
  'codes',
  'fidelity',
]

const titleOf = (text: string, id: string): string => /^# (.+)$/m.exec(text)?.[1]?.replace(/[*_`]/g, '') ?? id

/** Pages in folders follow the page that the folder is named after. */
const rank = (id: string): number => {
  const at = order.indexOf(id.split('/')[0] ?? id)
  return at === -1 ? order.length : at
}

export const docPages: readonly DocPage[] = Object.entries(files)
  .map(([path, text]) => {
    const id = path.replace(/^.*\/docs\//, '').replace(/\.md$/, '')
    return { id, text, title: titleOf(text, id) }
  })
  .sort((one, other) => rank(one.id) - rank(other.id) || one.id.localeCompare(other.id))

export const docPage = (id: string): DocPage | undefined => docPages.find((page) => page.id === id)

/** Second-level headings: what a page's contents are. */
export const headingsOf = ({ text }: DocPage): readonly { title: string; anchor: string }[] =>
  [...withoutCode(text).matchAll(/^## (.+)$/gm)].map(([, title = '']) => {
    const shown = title.replace(/[*_`]/g, '')
    return { title: shown, anchor: anchorOf(shown) }
  })

/** Where a link of a page leads on these screens; undefined for files that are no documentation. */
export function resolveLink(from: string, href: string): string | undefined {
  const { pathname, hash } = new URL(href, `file:///docs/${from}.md`)
  if (!pathname.startsWith('/docs/')) return undefined
  const id = decodeURIComponent(pathname.slice('/docs/'.length)).replace(/\.md$/, '').replace(/\/$/, '')
  const page = docPage(id) ?? docPages.find((known) => known.id.startsWith(`${id}/`))
  return page && `/docs/${page.id}${hash}`
}

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '')

function sectionsOf(page: DocPage): DocSection[] {
  const [opening = '', ...rest] = withoutCode(page.text).split(/^(?=#{2,3} )/m)
  return [
    { page, title: page.title, path: `/docs/${page.id}`, text: opening },
    ...rest.map((text) => {
      const title = (/^#+ (.+)$/m.exec(text)?.[1] ?? '').replace(/[*_`]/g, '')
      return { page, title, path: `/docs/${page.id}#${anchorOf(title)}`, text }
    }),
  ]
}

/** Of the catalogue each row is found by itself. */
const codesOf = (page: DocPage): DocSection[] =>
  [...page.text.matchAll(/^\| `([^`]+)`.*$/gm)].map(([text, code = '']) => ({
    page,
    title: code,
    path: `/docs/codes#${code}`,
    text,
  }))

const sections = docPages.filter(({ id }) => id !== 'codes').flatMap(sectionsOf)
const codes = docPages.filter(({ id }) => id === 'codes').flatMap(codesOf)

/** Every word must stand in it; where it stands in the title, it comes first. */
function find(among: readonly DocSection[], asked: string, limit: number): readonly DocSection[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean)
  const holds = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const named = among.filter(({ title }) => holds(title))
  const told = among.filter(({ title, text }) => !holds(title) && holds(`${title} ${text}`))
  return [...named, ...told].slice(0, limit)
}

export const findInDocs = (asked: string, limit: number): readonly DocSection[] => [
  ...find(sections, asked, limit),
  ...find(codes, asked, limit),
]
