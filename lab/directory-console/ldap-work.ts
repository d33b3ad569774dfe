/** Carries one operation of a directory console over an LDAP connection. */
import { Attribute, Change, type Client, type Control, type Entry } from 'ldapts'
import { baseSchema } from '#core/active-directory/schema/base-schema.ts'
import type { Syntax } from '#core/active-directory/schema/schema.ts'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import type {
  DirectoryAnswer,
  DirectoryEntry,
  DirectoryValue,
  ParsedDirectoryOperation,
} from '#core/contracts/directory-console.ts'

type Search = Extract<ParsedDirectoryOperation, { operation: 'search' }>
type SetPassword = Extract<ParsedDirectoryOperation, { operation: 'setPassword' }>

const nothing: DirectoryAnswer = { entries: [], truncated: false }
/** Windows answers 1,000 rows a page (MaxPageSize). */
const pageSize = 1_000
const binarySyntaxes: ReadonlySet<Syntax> = new Set(['octets', 'replica-link', 'sid', 'security-descriptor'])

export async function performOperation(
  client: Client,
  operation: ParsedDirectoryOperation,
  controls: Control[],
): Promise<DirectoryAnswer> {
  switch (operation.operation) {
    case 'search':
      return search(client, operation, controls)
    case 'add':
      await client.add(
        operation.dn,
        Object.entries(operation.attributes).map(([type, values]) => attributeOf(type, values)),
        controls,
      )
      return nothing
    case 'modify':
      await client.modify(operation.dn, operation.changes.map(changeOf), controls)
      return nothing
    case 'modifyDN':
      await client.modifyDN(operation.dn, newName(operation.newRdn, operation.newParent), controls)
      return nothing
    case 'delete':
      await client.del(operation.dn, controls)
      return nothing
    case 'setPassword':
      await client.modify(operation.dn, passwordChanges(operation), controls)
      return nothing
  }
}

/** ldapts splits at the first comma that follows no backslash: a backslash in the name itself is written as hex. */
const newName = (rdn: string, parent: string | undefined): string => {
  const safe = rdn.replaceAll('\\\\', '\\5C')
  return parent === undefined ? safe : `${safe},${parent}`
}

async function search(client: Client, asked: Search, controls: Control[]): Promise<DirectoryAnswer> {
  const { base, scope, filter, attributes, limit } = asked
  const entries: DirectoryEntry[] = []
  const pages = client.searchPaginated(
    base,
    {
      scope,
      filter,
      attributes,
      paged: { pageSize: Math.min(pageSize, limit + 1) },
      explicitBufferAttributes: binaryAmong(attributes),
    },
    controls,
  )
  for await (const { searchEntries } of pages) {
    entries.push(...searchEntries.map(toEntry))
    if (entries.length > limit) return { entries: entries.slice(0, limit), truncated: true }
  }
  return { entries, truncated: false }
}

let binaryNames: readonly string[] | undefined
/** Worked out once from the schema, which never changes. */
const allBinary = (): readonly string[] => {
  binaryNames ??= baseSchema()
    .attributes.filter(({ syntax }) => binarySyntaxes.has(syntax))
    .map(({ name }) => name)
  return binaryNames
}

function binaryAmong(attributes: readonly string[]): string[] {
  if (attributes.length === 0 || attributes.includes('*')) return [...allBinary()]
  const asked = new Set(attributes.map((attribute) => attribute.toLowerCase()))
  return allBinary().filter((attribute) => asked.has(attribute.toLowerCase()))
}

/** Attributes that were asked for and are not there come as empty lists: they are left out. */
const toEntry = ({ dn, ...attributes }: Entry): DirectoryEntry => ({
  dn,
  attributes: Object.fromEntries(
    Object.entries(attributes).flatMap(([type, found]) => {
      const values = [found].flat().map(toValue)
      return values.length === 0 ? [] : [[type, values]]
    }),
  ),
})

const toValue = (value: Buffer | string): DirectoryValue =>
  typeof value === 'string' ? value : { base64: value.toString('base64') }

/** Text is sent as UTF-8, so that texts and bytes may stand side by side. */
const attributeOf = (type: string, values: readonly DirectoryValue[]): Attribute =>
  new Attribute({
    type,
    values: values.map((value) =>
      typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value.base64, 'base64'),
    ),
  })

const changeOf = (change: {
  readonly operation: 'add' | 'delete' | 'replace'
  readonly attribute: string
  readonly values: readonly DirectoryValue[]
}): Change =>
  new Change({ operation: change.operation, modification: attributeOf(change.attribute, change.values) })

/** A reset replaces, a change takes the old value away and adds the new one (MS-ADTS 3.1.1.3.1.5.1). */
function passwordChanges({ newPassword, oldPassword }: SetPassword): Change[] {
  const set = (operation: 'add' | 'delete' | 'replace', password: string): Change =>
    changeOf({
      operation,
      attribute: 'unicodePwd',
      values: [{ base64: Buffer.from(encodeUnicodePwd(password)).toString('base64') }],
    })
  return oldPassword === undefined
    ? [set('replace', newPassword)]
    : [set('delete', oldPassword), set('add', newPassword)]
}
