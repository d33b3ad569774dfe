/** What pages ask of the forests: text attributes of the schema, whether Exchange has extended it, whether devices have a place. */
import { importedAttributes } from '#core/sync/rules/in-from-ad.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { textsOf } from '../connectors/ldap-values.ts'
import { deviceContainerOf } from '../installation/device-registration.ts'

async function schemaOf(connection: DirectoryConnection): Promise<string> {
  const rootDse = await connection.read('', ['schemaNamingContext'])
  return textsOf(rootDse?.schemaNamingContext)[0] ?? ''
}

/** Unicode text in the schema (MS-ADTS 3.1.1.2.2.2). */
const unicodeText = '2.5.5.12'

/** What could flow as a directory extension: text that is not synchronised anyway, by name. */
export async function extensionAttributesOf(connection: DirectoryConnection): Promise<readonly string[]> {
  const names: string[] = []
  const search = {
    base: await schemaOf(connection),
    scope: 'one',
    filter: `(&(objectClass=attributeSchema)(attributeSyntax=${unicodeText}))`,
    attributes: ['lDAPDisplayName'],
  } as const
  for await (const page of connection.pages(search))
    for (const entry of page) names.push(...textsOf(entry.lDAPDisplayName))
  const known = new Set(importedAttributes)
  return names.filter((name) => !known.has(name)).sort()
}

/** Exchange’s setup leaves its version in the schema. */
export async function hasExchangeSchema(connection: DirectoryConnection): Promise<boolean> {
  const mark = await connection.read(`CN=ms-Exch-Schema-Version-Pt,${await schemaOf(connection)}`, ['cn'])
  return mark !== undefined
}

export async function hasDeviceContainer(connection: DirectoryConnection, baseDn: string): Promise<boolean> {
  return (await connection.read(deviceContainerOf(baseDn), ['cn'])) !== undefined
}
