/** What the server is configured to do, in the words of the wizard's pages; undefined before the first installation. */
import { managedAnchor } from '#core/sync/source-anchor.ts'
import type { ServerContext } from '../server-context.ts'
import { configurationOf, writebackOf } from '../state/configuration.ts'
import { type Choices, closed } from './draft.ts'

export function choicesNow({ state }: Pick<ServerContext, 'state'>): Choices | undefined {
  const configuration = configurationOf(state)
  if (configuration === undefined) return undefined
  const { passwordHashSync, stagingMode, pilotGroup, userSignIn, userMatching = 'once' } = configuration
  const { sourceAnchor = managedAnchor } = configuration
  const {
    attributeFiltering,
    directoryExtensions,
    deviceWriteback = false,
    groupWriteback,
    singleSignOn = [],
  } = configuration
  return {
    units: [],
    features: {
      ...closed.features,
      passwordHashSync,
      passwordWriteback: writebackOf(state) !== undefined,
      attributeFiltering: attributeFiltering !== undefined,
      directoryExtensions: directoryExtensions !== undefined,
      deviceWriteback,
      groupWriteback: groupWriteback !== undefined,
    },
    groupWritebackContainer: groupWriteback?.container ?? null,
    signInMethod: userSignIn ?? (passwordHashSync ? 'password-hash-sync' : 'none'),
    pilotGroup: pilotGroup ?? null,
    stagingMode,
    userMatching,
    sourceAnchor,
    filtering: attributeFiltering ?? closed.filtering,
    extensions: directoryExtensions?.attributes ?? [],
    singleSignOn: singleSignOn.length > 0,
    components: configuration.components ?? {},
    added: [],
  }
}
