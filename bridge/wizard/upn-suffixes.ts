/** The UPN suffixes of the forests, with which of them the tenant has verified (writeback.md §7.1, Azure AD sign-in configuration). */
import { z } from 'zod'
import { CloudRefusal, CloudUnreachable } from '../connectors/cloud-connection.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { textsOf } from '../connectors/ldap-values.ts'
import type { ServerContext } from '../server-context.ts'
import type { Suffix } from './draft.ts'

const domains = z.object({ value: z.array(z.object({ id: z.string(), isVerified: z.boolean() })) })

/** The forest's own name and the suffixes that were added to it. */
export async function suffixesOf(connection: DirectoryConnection, dnsName: string): Promise<string[]> {
  const rootDse = await connection.read('', ['configurationNamingContext'])
  const [configuration] = textsOf(rootDse?.configurationNamingContext)
  const partitions = await connection.read(`CN=Partitions,${configuration}`, ['uPNSuffixes'])
  return [dnsName, ...textsOf(partitions?.uPNSuffixes)].map((suffix) => suffix.toLowerCase())
}

/** Nothing is verified for a server that the cloud does not answer. */
export async function verifiedDomains(server: ServerContext, bearer: string): Promise<ReadonlySet<string>> {
  try {
    const { value } = await server.cloud.ask('GET', '/v1.0/domains', domains, { bearer })
    return new Set(value.filter(({ isVerified }) => isVerified).map(({ id }) => id.toLowerCase()))
  } catch (error) {
    if (error instanceof CloudRefusal || error instanceof CloudUnreachable) return new Set()
    throw error
  }
}

export const withVerification = (suffixes: readonly string[], verified: ReadonlySet<string>): Suffix[] =>
  [...new Set(suffixes)].map((suffix) => ({ suffix, verified: verified.has(suffix) }))
