/**
 * What of a change log outlives the process: of each object and each membership its last change, from the moment the first
 * delta token was given. Before that nobody can ask for it, so tenants that are never asked for a delta keep nothing.
 */
import type { Collection, Store } from '#core/ports.ts'
import type { Entry } from './change-log.ts'

interface Head {
  readonly id: 'log'
  readonly epoch: string
  readonly seq: number
}

/** `cloud.user-change-log`, `cloud.group-change-log` */
type Kept = Head | ({ readonly id: string } & { readonly entry: Entry })

export interface KeptChanges {
  /** Undefined: no token was given yet. */
  readonly head: Head | undefined
  /** In order. */
  entries(): Entry[]
  /** Inside the transaction that made the change. */
  put(entry: Entry): void
  /** Nothing when it has begun. */
  begin(epoch: string, seq: number): Promise<void> | undefined
}

/**
 * A life's numbers begin so much further on than the last one on disk: what a crash took from the end, or a transaction took
 * back, is never numbered again.
 */
const gap = 2 ** 32
export const firstOfLife = (last: number): number => last + gap

const idOf = ({ id, member }: Entry): string => (member === undefined ? id : `${id}/${member.member}`)

export function keptChanges(store: Store, name: `cloud.${string}-change-log`): KeptChanges {
  const rows: Collection<Kept> = store.collection(name)
  const head = (): Head | undefined => {
    const found = rows.get('log')
    return found !== undefined && 'epoch' in found ? found : undefined
  }
  return {
    get head() {
      return head()
    },
    entries: () =>
      [...rows.values()]
        .flatMap((row) => ('entry' in row ? [row.entry] : []))
        .sort((one, other) => one.seq - other.seq),
    put: (entry) => {
      if (head() !== undefined) rows.put({ id: idOf(entry), entry })
    },
    begin: (epoch, seq) =>
      head() === undefined ? store.transaction(() => rows.put({ id: 'log', epoch, seq })) : undefined,
  }
}
