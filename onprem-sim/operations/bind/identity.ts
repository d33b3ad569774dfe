/** The token that a connection carries after its bind. */
import { wellKnownSids } from '#core/active-directory/sid.ts'
import type { Directory } from '../../store/directory.ts'
import { type DirectoryObject, firstValue } from '../../store/records.ts'
import { groupSids } from '../membership.ts'
import type { Identity } from '../operation.ts'
import { accountName } from '../security-log.ts'

/** The token of an account: itself, its groups, and what every authenticated network logon has. */
export function identityOf(directory: Directory, account: DirectoryObject): Identity {
  const userSid = firstValue(account.attributes.objectSid) ?? ''
  const sids = groupSids(directory, account)
  const key = `${userSid}|${[...sids].join()}`
  const cache = tokensOf(directory)
  const known = cache.get(account.id)
  if (known?.key === key) return known.identity
  const { everyone, network, authenticatedUsers, thisOrganization, users, preWindows2000 } = wellKnownSids
  const token = {
    sids: new Set([
      userSid,
      ...sids,
      everyone,
      network,
      authenticatedUsers,
      thisOrganization,
      users,
      preWindows2000,
    ]),
    userSid,
  }
  const identity: Identity = { token, accountId: account.id, name: accountName(directory, account) }
  if (cache.size > 50_000) cache.clear()
  cache.set(account.id, { key, identity })
  return identity
}

/** One token per account and membership, so that what was worked out for it serves its next connection too. */
const tokens = new WeakMap<Directory, Map<string, { readonly key: string; readonly identity: Identity }>>()
function tokensOf(directory: Directory): Map<string, { readonly key: string; readonly identity: Identity }> {
  const known = tokens.get(directory)
  if (known !== undefined) return known
  const made = new Map<string, { readonly key: string; readonly identity: Identity }>()
  tokens.set(directory, made)
  return made
}
