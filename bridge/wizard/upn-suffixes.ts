/** The UPN suffixes of the forests, with which of them the tenant has verified (writeback.md §7.1, Azure AD sign-in configuration). */
import { z } from 'zod'
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
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

async function informed<Value>(
  code: 'WizardCompanyInformationUnavailable' | 'WizardDomainInformationUnavailable',
  ask: () => Promise<Value>,
): Promise<Result<Value, ConnectRefusal>> {
  try {
    return ok(await ask())
  } catch (error) {
    if (!(error instanceof CloudRefusal || error instanceof CloudUnreachable)) throw error
    return fail(refusal(code, error.message))
  }
}

/** What the page *Connect to Azure AD* reads of the tenant once somebody has signed in. */
export const companyInformation = ({ browser }: ServerContext, bearer: string) =>
  informed('WizardCompanyInformationUnavailable', () =>
    browser.ask('GET', '/v1.0/organization', z.unknown(), { bearer }),
  )

export const verifiedDomains = ({ browser }: ServerContext, bearer: string) =>
  informed('WizardDomainInformationUnavailable', async (): Promise<ReadonlySet<string>> => {
    const { value } = await browser.ask('GET', '/v1.0/domains', domains, { bearer })
    return new Set(value.filter(({ isVerified }) => isVerified).map(({ id }) => id.toLowerCase()))
  })

export const withVerification = (suffixes: readonly string[], verified: ReadonlySet<string>): Suffix[] =>
  [...new Set(suffixes)].map((suffix) => ({ suffix, verified: verified.has(suffix) }))
