/**
 * What has been handed in before: refresh tokens, with what was bought with them, and assertions of federation services.
 * One refresh token serves every resource, so clients that renew two at once (MSAL does) hold the same token twice for a
 * moment; each set of permissions is bought with it once, and its successor takes over. Looking and marking is one
 * synchronous act: of many who bring the same token for the same thing one wins.
 */

export interface SpentTokens {
  /** False when it has been spent on this before. */
  spend(tokenId: string, what: string): boolean
  /** Nothing was issued after all: it may be tried again, once what was missing is there. */
  giveBack(tokenId: string, what: string): void
}

const kept = 50_000

export function createSpentTokens(): SpentTokens {
  const spent = new Set<string>()
  const keyOf = (tokenId: string, what: string) => `${tokenId} ${what}`
  return {
    spend: (tokenId, what) => {
      const key = keyOf(tokenId, what)
      if (spent.has(key)) return false
      spent.add(key)
      for (const oldest of spent) {
        if (spent.size <= kept) break
        spent.delete(oldest)
      }
      return true
    },
    giveBack: (tokenId, what) => void spent.delete(keyOf(tokenId, what)),
  }
}
