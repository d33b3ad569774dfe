/** Access lists of the directory, changed over LDAPS as the domain administrator. */
import { Attribute, Change, Client } from 'ldapts'
import { accessListOnly } from '#bridge/connectors/ldap-controls.ts'
import {
  type Ace,
  formatSecurityDescriptor,
  parseSecurityDescriptor,
  type SecurityDescriptor,
} from '#core/active-directory/security-descriptor.ts'
import { forest, type OwnForest } from './own-forest.ts'

export const domainDn = 'DC=contoso,DC=local'

/** Works in the directory as the domain administrator. */
export async function asDomainAdmin<Answer>(
  world: OwnForest,
  work: (client: Client) => Promise<Answer>,
): Promise<Answer> {
  const client = new Client({ url: world.ldaps, tlsOptions: { ca: world.cloud.authority.certificate } })
  await client.bind('CONTOSO\\Administrator', forest.administratorPassword)
  try {
    return await work(client)
  } finally {
    await client.unbind()
  }
}

/** Replaces attributes; null takes one away. */
export const write = (world: OwnForest, dn: string, attributes: Record<string, string | Buffer | null>) =>
  asDomainAdmin(world, (client) =>
    client.modify(
      dn,
      Object.entries(attributes).map(([type, value]) => {
        const values = value === null ? [] : [value]
        return new Change({
          operation: 'replace',
          modification: new Attribute({ type, values: values as string[] }),
        })
      }),
    ),
  )

/** Changes an object's access list and answers how to put back what was there. */
export async function changeAccessList(
  world: OwnForest,
  dn: string,
  change: (descriptor: SecurityDescriptor) => SecurityDescriptor,
): Promise<() => Promise<void>> {
  const put = (client: Client, value: Uint8Array) => {
    const modification = new Attribute({ type: 'nTSecurityDescriptor', values: [Buffer.from(value)] })
    return client.modify(dn, new Change({ operation: 'replace', modification }), accessListOnly())
  }
  return asDomainAdmin(world, async (client) => {
    const explicitBufferAttributes = ['nTSecurityDescriptor']
    const search = { scope: 'base', attributes: explicitBufferAttributes, explicitBufferAttributes } as const
    const { searchEntries } = await client.search(dn, search, accessListOnly())
    const before = searchEntries[0]?.nTSecurityDescriptor as Buffer
    const descriptor = parseSecurityDescriptor(before)
    if (descriptor === undefined) throw new Error(`${dn} has no readable security descriptor`)
    await put(client, formatSecurityDescriptor(change(descriptor)))
    return () => asDomainAdmin(world, (later) => put(later, before))
  })
}

/** Takes entries out of the domain's access list. */
export const takeFromDomain = (world: OwnForest, matches: (ace: Ace) => boolean) =>
  changeAccessList(world, domainDn, (descriptor) => ({
    ...descriptor,
    dacl: (descriptor.dacl ?? []).filter((ace) => !matches(ace)),
  }))

/** Can somebody log on at a workstation with this password? */
export async function logsOn(world: OwnForest, user: string, password: string): Promise<boolean> {
  const client = new Client({ url: world.ldaps, tlsOptions: { ca: world.cloud.authority.certificate } })
  try {
    await client.bind(user, password)
    return true
  } catch {
    return false
  } finally {
    await client.unbind()
  }
}
