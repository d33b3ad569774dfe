/**
 * What has been bought with which refresh token. One token serves every resource, so clients that renew two at once (MSAL
 * does) hold the same token twice for a moment; each set of permissions is bought with it once, and its successor takes over.
 * Looking and marking is one synchronous act: of many who bring the same token for the same thing one wins.
 */

export interface SpentRefreshTokens {
  /** False when it has been spent on this before. */
  spend(tokenId: string, permissions: string): boolean
  /** Nothing was issued after all: it may be tried again, once what was missing is there. */
  giveBack(tokenId: string, permissions: string): void
}

const kept = 50_000

export function createSpentRefreshTokens(): SpentRefreshTokens {
  const spent = new Set<string>()
  const keyOf = (tokenId: string, permissions: string) => `${tokenId} ${permissions}`
  return {
    spend: (tokenId, permissions) => {
      const key = keyOf(tokenId, permissions)
      if (spent.has(key)) return false
      spent.add(key)
      for (const oldest of spent) {
        if (spent.size <= kept) break
        spent.delete(oldest)
      }
      return true
    },
    giveBack: (tokenId, permissions) => void spent.delete(keyOf(tokenId, permissions)),
  }
}
