/** What the server is configured to do, in the words of the wizard's pages; undefined before the first installation. */
import type { ServerContext } from '../server-context.ts'
import { configurationOf, writebackOf } from '../state/configuration.ts'
import type { Choices } from './draft.ts'

export function choicesNow({ state }: Pick<ServerContext, 'state'>): Choices | undefined {
  const configuration = configurationOf(state)
  if (configuration === undefined) return undefined
  const { passwordHashSync, stagingMode, pilotGroup, userSignIn, userMatching = 'once' } = configuration
  return {
    units: [],
    features: { passwordHashSync, passwordWriteback: writebackOf(state) !== undefined },
    signInMethod: userSignIn ?? (passwordHashSync ? 'password-hash-sync' : 'none'),
    pilotGroup: pilotGroup ?? null,
    stagingMode,
    userMatching,
    added: [],
  }
}
