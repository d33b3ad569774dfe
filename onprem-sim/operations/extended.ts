/** Extended operations: WhoAmI, and the lab's own password hash replication. StartTLS and fast bind belong to the session. */
import { extendedRights } from '#core/active-directory/control-access-rights.ts'
import {
  type ReplicateSecretsAnswer,
  type ReplicateSecretsRequest,
  replicateSecretsOperation,
} from '#core/contracts/directory-replication.ts'
import { firstValue } from '../store/records.ts'
import type { ExtendedRequest } from '../wire/requests.ts'
import type { LdapResult } from '../wire/responses.ts'
import { hasRight } from './access.ts'
import { extendedOids } from './extended-oids.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from './operation.ts'
import { resolveTarget } from './resolve.ts'

export function extended(context: OperationContext, request: ExtendedRequest): LdapResult | LdapRefusal {
  if (request.oid === extendedOids.whoAmI)
    return {
      code: 0,
      responseValue: Buffer.from(context.identity === undefined ? '' : `u:${context.identity.name}`),
    }
  if (request.oid === extendedOids.dynamicRefresh) return refused('NoObject', { name: '', matchedDn: '' })
  if (request.oid === replicateSecretsOperation) return replicateSecrets(context, request)
  return refused('UnknownExtendedRequest')
}

const maximumSecrets = 1000

/** Password hashes since a USN. Both replication rights, and TLS: as much as the real protocol demands. */
function replicateSecrets(context: OperationContext, request: ExtendedRequest): LdapResult | LdapRefusal {
  if (context.identity === undefined) return refused('NotBound')
  if (!context.tls) return refused('PasswordNeedsTls')
  const asked = readRequest(request.value)
  if (asked === undefined) return refused('ProtocolError')
  const head = resolveTarget(context, asked.namingContext)
  if (isRefusal(head)) return head
  if (head.ncDn === undefined) return refused('NotNamingContext')
  const granted =
    hasRight(context, head, extendedRights.replicationGetChanges) &&
    hasRight(context, head, extendedRights.replicationGetChangesAll)
  if (!granted) return refused('ReplicationDenied')
  return {
    code: 0,
    responseName: replicateSecretsOperation,
    responseValue: Buffer.from(JSON.stringify(secretsSince(context, asked))),
  }
}

function readRequest(value: Buffer | undefined): ReplicateSecretsRequest | undefined {
  try {
    const parsed: unknown = JSON.parse(value?.toString('utf8') ?? '')
    if (typeof parsed !== 'object' || parsed === null) return undefined
    const { namingContext, usn, limit } = {
      namingContext: undefined,
      usn: undefined,
      limit: undefined,
      ...parsed,
    }
    return typeof namingContext === 'string' && typeof usn === 'number' && typeof limit === 'number'
      ? { namingContext, usn, limit }
      : undefined
  } catch {
    return undefined
  }
}

function secretsSince(
  { directory }: OperationContext,
  { usn, limit }: ReplicateSecretsRequest,
): ReplicateSecretsAnswer {
  const most = Math.max(1, Math.min(limit, maximumSecrets))
  const secrets: ReplicateSecretsAnswer['secrets'][number][] = []
  let last = usn
  for (const entry of directory.secretLog.since(usn)) {
    if (secrets.length === most) return { secrets, usn: last, more: true }
    last = entry.usn
    const secret = directory.secrets.get(entry.id)
    const object = directory.get(entry.id)
    if (secret === undefined || object === undefined) continue
    secrets.push({
      objectGUID: object.id,
      distinguishedName: directory.dnOf(object),
      ntHash: secret.ntHash,
      pwdLastSet: firstValue(object.attributes.pwdLastSet) ?? '0',
      changedAt: secret.changedAt,
    })
  }
  return { secrets, usn: last, more: false }
}
