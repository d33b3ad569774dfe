/** Where a template of the screens holds texts: between its tags, in attributes, and in the code that it binds. */
import type { SFCDescriptor } from 'vue/compiler-sfc'

type Root = NonNullable<NonNullable<SFCDescriptor['template']>['ast']>
type Node = Root['children'][number]
type Element = Extract<Node, { tag: string }>
type Prop = Element['props'][number]

export type Site =
  /** `plainly`: what a text in it is when no call and no property says otherwise. */
  | { readonly kind: 'code'; readonly content: string; readonly plainly: 'shown' | 'held' | 'code' }
  | { readonly kind: 'shown' | 'held'; readonly content: string }

/** Attributes that are read or heard by whoever uses the screens, and properties of our components that are shown. */
const spoken = new Set([
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'label',
  'question',
  'explains',
  'submit',
])
/** Properties that the component translates itself. */
const translatedInside = new Set(['legend', 'text', 'choices', 'add-title'])
/** What stands in these is typed or read by machines. */
const verbatim = new Set(['code', 'kbd', 'pre'])

const roleOfProp = (name: string): 'shown' | 'held' | 'code' =>
  translatedInside.has(name) ? 'held' : spoken.has(name) ? 'shown' : 'code'

function siteOfProp(prop: Prop): Site | undefined {
  if (!('exp' in prop)) {
    const kind = roleOfProp(prop.name)
    return kind === 'code' ? undefined : { kind, content: prop.value?.content ?? '' }
  }
  if (!prop.exp || prop.name === 'slot') return undefined
  const content = prop.exp.loc.source
  if (prop.name === 'for')
    return { kind: 'code', content: content.replace(/^.* (?:in|of) /s, ''), plainly: 'code' }
  const name = prop.arg && 'content' in prop.arg ? prop.arg.content : prop.name
  if (name === 'class' || name === 'style') return undefined
  return { kind: 'code', content, plainly: prop.name === 'bind' ? roleOfProp(name) : 'code' }
}

function sitesOfNode(node: Node): Site[] {
  if ('tag' in node)
    return [
      ...node.props.flatMap((prop) => siteOfProp(prop) ?? []),
      ...node.children.flatMap(sitesOfNode).filter((site) => site.kind === 'code' || !verbatim.has(node.tag)),
    ]
  if (node.loc.source.startsWith('{{'))
    return [{ kind: 'code', content: node.loc.source.slice(2, -2), plainly: 'shown' }]
  return 'content' in node && typeof node.content === 'string' && !node.loc.source.startsWith('<!--')
    ? [{ kind: 'shown', content: node.content.trim() }]
    : []
}

export const sitesOf = (root: Root | undefined): Site[] => root?.children.flatMap(sitesOfNode) ?? []
