/** Markdown as nodes of the page. No HTML is ever made of it, so what stands in a text stays a text. */
import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { Comment, createTextVNode, h, type VNode } from 'vue'

export interface MarkdownWays {
  /** The first heading's level; those below follow. */
  readonly top: number
  /** A link of the text that leads somewhere: its node. Absent: the text stands alone. */
  readonly link: (href: string, inside: VNode[]) => VNode | undefined
  /** A block of code, with whatever copies it. */
  readonly code: (text: string) => VNode
}

/** `Password reset` → password-reset: the anchor of a heading. */
export const anchorOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-|-$/g, '')

/** Tables wider than that are read row by row. */
const COLUMNS_SIDE_BY_SIDE = 3

export const markdownNodes = (text: string, ways: MarkdownWays): VNode[] => nodesOf(lexer(text), ways)

/** What the lexer makes without extensions. */
const isKnown = (token: Token): token is MarkedToken => token.type !== 'def'
const nodesOf = (tokens: readonly Token[] | undefined, ways: MarkdownWays): VNode[] =>
  (tokens ?? []).filter(isKnown).map((token) => nodeOf(token, ways))

function nodeOf(token: MarkedToken, ways: MarkdownWays): VNode {
  const inside = (): VNode[] => nodesOf('tokens' in token ? token.tokens : undefined, ways)
  switch (token.type) {
    case 'heading':
      return h(`h${Math.min(6, token.depth + ways.top - 1)}`, { id: anchorOf(plain(token.text)) }, inside())
    case 'paragraph':
      return h('p', inside())
    case 'text':
      return token.tokens ? h('span', inside()) : createTextVNode(token.text)
    case 'strong':
    case 'em':
    case 'del':
    case 'blockquote':
      return h(token.type, inside())
    case 'codespan':
      return h('code', token.text)
    case 'code':
      return ways.code(token.text)
    case 'list':
      return h(token.ordered ? 'ol' : 'ul', { class: 'list' }, itemsOf(token, ways))
    case 'table':
      return tableOf(token, ways)
    case 'link':
      return ways.link(token.href, inside()) ?? h('span', inside())
    case 'br':
    case 'hr':
      return h(token.type)
    case 'space':
      return h(Comment)
    default:
      return createTextVNode('text' in token ? token.text : token.raw)
  }
}

const itemsOf = ({ items }: Tokens.List, ways: MarkdownWays): VNode[] =>
  items.map((item) => h('li', nodesOf(item.tokens, ways)))

const plain = (text: string): string => text.replace(/[*_`]/g, '')

function tableOf(table: Tokens.Table, ways: MarkdownWays): VNode {
  if (table.header.length > COLUMNS_SIDE_BY_SIDE) return recordsOf(table, ways)
  const cells = (row: readonly Tokens.TableCell[], tag: 'th' | 'td') =>
    h(
      'tr',
      { id: row[0]?.text.startsWith('`') ? nameOf(row[0]) : undefined },
      row.map(({ tokens }) => h(tag, nodesOf(tokens, ways))),
    )
  const hasHead = table.header.some(({ text }) => text !== '')
  return h('div', { class: 'table' }, [
    h('table', [
      hasHead ? h('thead', cells(table.header, 'th')) : h(Comment),
      h(
        'tbody',
        table.rows.map((row) => cells(row, 'td')),
      ),
    ]),
  ])
}

/** A row each: its first cell is what it is about, the others stand under it with the names of their columns. */
const recordsOf = ({ header, rows }: Tokens.Table, ways: MarkdownWays): VNode =>
  h(
    'ul',
    { class: 'records' },
    rows.map(([first, ...others]) =>
      h('li', { id: nameOf(first), 'data-also': nameOf(others[0]) }, [
        h('p', { class: 'about' }, nodesOf(first?.tokens, ways)),
        h(
          'dl',
          others.flatMap(({ text, tokens }, index) =>
            text === '' ? [] : [h('dt', header[index + 1]?.text), h('dd', nodesOf(tokens, ways))],
          ),
        ),
      ]),
    ),
  )

/** `WritebackNotEnabled` of `` `WritebackNotEnabled` * ``. */
const nameOf = (cell: Tokens.TableCell | undefined): string | undefined =>
  cell?.text.replace(/[`*\\]/g, '').trim() || undefined
