/** Reads NT hashes from a domain controller, page by page, by the replication of secrets (writeback.md §8.9). */
import { z } from 'zod'
import {
  type ReplicateSecretsRequest,
  replicateSecretsOperation,
} from '#core/contracts/directory-replication.ts'
import type { ServerContext } from '../server-context.ts'
import type { ForestConfiguration } from '../state/configuration.ts'

/** What a page holds at most. */
export const secretsPerRead = 1000

const secretsAnswer = z.object({
  secrets: z.array(
    z.object({
      objectGUID: z.string(),
      distinguishedName: z.string(),
      ntHash: z.string().regex(/^[0-9a-fA-F]{32}$/),
      pwdLastSet: z.string(),
      changedAt: z.number(),
    }),
  ),
  usn: z.number(),
  more: z.boolean(),
})
export type Secret = z.infer<typeof secretsAnswer>['secrets'][number]

/** Page after page; the next one is asked for while this one is worked on. */
export async function* secretPages(
  server: ServerContext,
  forest: ForestConfiguration,
  request: ReplicateSecretsRequest,
): AsyncGenerator<z.infer<typeof secretsAnswer>> {
  const ask = (usn: number) => {
    const answer = readSecrets(server, forest, { ...request, usn })
    // Whoever stops before the last page does not hear of its failure.
    answer.catch(() => undefined)
    return answer
  }
  for (let next: ReturnType<typeof ask> | undefined = ask(request.usn); next !== undefined; ) {
    const page: z.infer<typeof secretsAnswer> = await next
    next = page.more ? ask(page.usn) : undefined
    yield page
  }
}

async function readSecrets(
  server: ServerContext,
  forest: ForestConfiguration,
  request: ReplicateSecretsRequest,
) {
  const text = await server
    .directory(forest.name)
    .extended(replicateSecretsOperation, JSON.stringify(request))
  return secretsAnswer.parse(JSON.parse(text))
}
