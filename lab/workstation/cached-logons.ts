/**
 * What a workstation remembers of logons that a domain controller accepted, so that people get in without a network: a salted,
 * slow hash for the last ten, as Windows keeps them (CachedLogonsCount = 10). The password itself is not kept.
 */
import { scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Collection, Lab } from '#core/ports.ts'

interface CachedLogon {
  /** The name that was typed, in lower case. */
  readonly id: string
  readonly salt: string
  readonly verifier: string
  readonly at: number
}

const remembered = 10
const hash = promisify<string, string, number, Buffer>(scrypt)
const logonsOf = (lab: Lab): Collection<CachedLogon> =>
  lab.store.collection<CachedLogon>('workstation.cached-logons')

export async function rememberLogon(lab: Lab, user: string, password: string): Promise<void> {
  const salt = Buffer.from(lab.random.secret(16)).toString('hex')
  const verifier = (await hash(password, salt, 32)).toString('hex')
  const logons = logonsOf(lab)
  await lab.store.transaction(() => {
    logons.put({ id: user.toLowerCase(), salt, verifier, at: lab.clock.now() })
    const oldest = [...logons.values()].toSorted((one, other) => other.at - one.at).slice(remembered)
    for (const { id } of oldest) logons.delete(id)
  })
}

/** Undefined: this user has not logged on here before. */
export async function knowsLogon(lab: Lab, user: string, password: string): Promise<boolean | undefined> {
  const known = logonsOf(lab).get(user.toLowerCase())
  if (known === undefined) return undefined
  return timingSafeEqual(await hash(password, known.salt, 32), Buffer.from(known.verifier, 'hex'))
}
