/** Accounts whose password is being changed right now, by lab: a second request does not work on the same one. */
import type { Lab } from '#core/ports.ts'

const busy = new WeakMap<Lab, Set<string>>()

export interface Claim {
  /** True for the one that got it. */
  readonly take: () => boolean
  readonly release: () => void
}

export function claimOf(lab: Lab, userId: string): Claim {
  const accounts = busy.get(lab) ?? new Set<string>()
  busy.set(lab, accounts)
  let mine = false
  return {
    take: () => {
      if (accounts.has(userId)) return false
      accounts.add(userId)
      mine = true
      return true
    },
    release: () => {
      if (mine) accounts.delete(userId)
      mine = false
    },
  }
}
