/** A small engine in memory for tests of the rules: objects go in, and what the tenant is to get comes out. */

import type { CloudObject, DirectoryObject, MetaverseObject } from '#core/sync/connector-space.ts'
import { everybody } from '#core/sync/pilot-scope.ts'
import { type InboundOutcome, type SyncView, synchronizeInbound } from '#core/sync/synchronize-inbound.ts'
import { isProvisioned, synchronizeOutbound } from '#core/sync/synchronize-outbound.ts'

export const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** An enabled user of contoso.local, as just imported. */
export function importedUser(
  n: number,
  attributes: Record<string, string | readonly string[]> = {},
  change: Partial<DirectoryObject> = {},
): DirectoryObject {
  return {
    id: guid(n),
    connector: 'contoso.local',
    type: 'user',
    dn: `CN=User ${n},OU=Staff,DC=contoso,DC=local`,
    attributes: {
      sAMAccountName: `user${n}`,
      userPrincipalName: `user${n}@contoso.com`,
      cn: `User ${n}`,
      userAccountControl: '512',
      ...attributes,
    },
    pendingImport: 'add',
    metaverseId: null,
    filteredBy: null,
    pendingExport: null,
    error: null,
    ...change,
  }
}

export class SyncWorld {
  readonly directory = new Map<string, DirectoryObject>()
  readonly metaverse = new Map<string, MetaverseObject>()
  readonly cloud = new Map<string, CloudObject>()
  private readonly view: SyncView = {
    at: 0,
    directoryObject: (id) => this.directory.get(id),
    metaverseObject: (id) => this.metaverse.get(id),
    domainOf: (connector) => ({
      dnsName: connector,
      netbiosName: connector.split('.')[0]?.toUpperCase() ?? '',
    }),
    pilotScope: everybody,
  }

  /** Takes one object through the engine, as a run does. */
  synchronize(object: DirectoryObject): InboundOutcome {
    this.directory.set(object.id, object)
    const outcome = synchronizeInbound(object, this.view)
    const { before, after } = outcome.metaverse ?? {}
    if (outcome.directory === undefined) this.directory.delete(object.id)
    else this.directory.set(object.id, outcome.directory)
    if (after !== undefined) this.metaverse.set(after.id, after)
    else if (before !== undefined) this.metaverse.delete(before.id)
    const touched = after ?? before
    if (touched !== undefined) this.flowOut(touched.sourceAnchor, after)
    return outcome
  }

  flowOut(anchor: string, metaverse: MetaverseObject | undefined): void {
    const { cloud } = synchronizeOutbound(metaverse, this.cloud.get(anchor), {
      tenant: { initialDomain: 'contoso.onmicrosoft.com', verified: new Set(['contoso.com']) },
      anchorOf: (reference) => {
        const target = this.metaverse.get(this.directory.get(reference)?.metaverseId ?? '')
        return target !== undefined && isProvisioned(target) ? target.sourceAnchor : undefined
      },
    })
    if (cloud === undefined) this.cloud.delete(anchor)
    else this.cloud.set(anchor, cloud)
  }

  /** The newest state of an imported object. */
  object(n: number): DirectoryObject {
    const found = this.directory.get(guid(n))
    if (found === undefined) throw new Error(`no object ${n}`)
    return found
  }

  onlyCloudObject(): CloudObject {
    const [only, ...others] = this.cloud.values()
    if (only === undefined || others.length > 0)
      throw new Error(`${this.cloud.size} objects wait for the tenant`)
    return only
  }
}
