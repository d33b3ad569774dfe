/** The published model, read from its table: what type a property has, what a type is based on. */
import { publishedModel } from './published-model.ts'

export interface ModelType {
  readonly kind: 'entity' | 'complex' | 'enum'
  readonly name: string
  readonly base: string | undefined
  readonly isAbstract: boolean
  readonly isOpen: boolean
  readonly isFlags: boolean
  /** Names of members with their types as the table writes them: `[.assignedLicense]`, `String!`; of an enum, nothing. */
  readonly members: ReadonlyMap<string, string>
}

const line = /^(entity|complex|enum) (\w+)(?: < (\w+))?((?: (?:abstract|open|flags))*): ?(.*)$/

function typeOf(text: string): ModelType {
  const [, kind, name = '', base, marks = '', members = ''] = line.exec(text) ?? []
  if (kind !== 'entity' && kind !== 'complex' && kind !== 'enum') throw new Error(`no type: ${text}`)
  const pairs = members
    .split(' ')
    .filter(Boolean)
    .map((member): [string, string] => {
      const [memberName = '', memberType = ''] = member.split('=')
      return [memberName, memberType]
    })
  return {
    kind,
    name,
    base,
    isAbstract: marks.includes('abstract'),
    isOpen: marks.includes('open'),
    isFlags: marks.includes('flags'),
    members: new Map(pairs),
  }
}

export const modelTypes: ReadonlyMap<string, ModelType> = new Map(
  publishedModel
    .trim()
    .split('\n')
    .map(typeOf)
    .map((type) => [type.name, type]),
)

/** The type with what it is based on, itself first. */
export function lineOf(name: string): ModelType[] {
  const found: ModelType[] = []
  for (let type = modelTypes.get(name); type !== undefined; type = modelTypes.get(type.base ?? ''))
    found.push(type)
  return found
}

/** As OData writes types: `Collection(graph.assignedLicense)`, `Edm.String`. */
export function odataType(written: string): string {
  const bare = written.replace(/!$/, '')
  const collection = /^\[(.*)\]$/.exec(bare)?.[1]
  if (collection !== undefined) return `Collection(${odataType(collection)})`
  return bare.startsWith('.') ? `graph${bare}` : `Edm.${bare}`
}

/** What beta has and v1.0 has not is told by its name. */
const guessed = (property: string): string => (property.endsWith('DateTime') ? 'DateTimeOffset' : 'String')

export const writtenType = (type: string, property: string): string =>
  lineOf(type)
    .find(({ members }) => members.has(property))
    ?.members.get(property) ?? guessed(property)

/** `Edm.String`, `Edm.DateTimeOffset`, `Collection(graph.assignedLicense)`: of a directory object, of whichever kind has it. */
export const edmOf = (type: string, property: string): string =>
  type === 'directoryObject' ? 'Edm.Untyped' : odataType(writtenType(type, property))
