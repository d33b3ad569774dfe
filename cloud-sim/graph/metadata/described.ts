/** `odata.metadata=full`: each entity with its type, its address and its links, each property with a type that JSON has not. */
import { entitySets, navigation } from './entity-model.ts'
import { lineOf, odataType, writtenType } from './graph-model.ts'

type Row = Readonly<Record<string, unknown>>

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `https://…/v1.0/$metadata#users(id)/$entity` → `https://…/v1.0` and `user`. */
function contextOf(body: Row): { readonly base: string; readonly type: string | undefined } {
  const [base = '', fragment = ''] = String(body['@odata.context'] ?? '').split('/$metadata#')
  const set = fragment.replace(/\/\$entity$/, '').replace(/\(.*$/, '')
  const last = set.split('/').at(-1) ?? ''
  return { base, type: entitySets[set] ?? entitySets[last] }
}

const setOf = (type: string): string | undefined =>
  lineOf(type)
    .map(({ name }) => Object.keys(entitySets).find((set) => entitySets[set] === name))
    .find((set) => set !== undefined)

/** JSON itself tells texts, truth values and whole numbers. */
const isPlain = (written: string): boolean => /^(String|Boolean|Int32|Double)!?$/.test(written)

function typesOf(row: Row, type: string): Row {
  const noted = Object.keys(row).flatMap((name) => {
    if (name.includes('@') || row[name] === null) return []
    const written = writtenType(type, name)
    return isPlain(written)
      ? []
      : [
          [
            `${name}@odata.type`,
            `#${odataType(written).replaceAll('Edm.', '').replaceAll('graph.', 'microsoft.graph.')}`,
          ],
        ]
  })
  return Object.fromEntries(noted)
}

const linksOf = (address: string, type: string): Row =>
  Object.fromEntries(
    lineOf(type)
      .flatMap(({ name }) => Object.keys(navigation[name] ?? {}))
      .flatMap((name) => [
        [`${name}@odata.associationLink`, `${address}/${name}/$ref`],
        [`${name}@odata.navigationLink`, `${address}/${name}`],
      ]),
  )

function describedRow(row: Row, base: string, setType: string | undefined): Row {
  const said = /^#microsoft\.graph\.(\w+)$/.exec(String(row['@odata.type'] ?? ''))?.[1]
  const type = said ?? setType
  if (type === undefined) return row
  const address = `${base}/${setOf(type) ?? ''}/${String(row.id)}`
  const { '@odata.context': context, ...rest } = row
  return {
    ...(context === undefined ? {} : { '@odata.context': context }),
    '@odata.type': `#microsoft.graph.${type}`,
    ...(row.id === undefined || setOf(type) === undefined
      ? {}
      : { '@odata.id': address, '@odata.editLink': address }),
    ...typesOf(rest, type),
    ...rest,
    ...(row.id === undefined ? {} : linksOf(address, type)),
  }
}

export function described(body: Row): Row {
  const { base, type } = contextOf(body)
  const { value } = body
  if (!Array.isArray(value)) return describedRow(body, base, type)
  return {
    ...body,
    value: value.map((row: unknown) => (isRow(row) ? describedRow(row, base, type) : row)),
  }
}
