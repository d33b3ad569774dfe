/** A collection for indexes that hang on a few properties: whoever watches it hears nothing of changes of others. */
import type { Collection, StoredRecord } from '#core/ports.ts'

export function onlyChangesOf<Row extends StoredRecord>(
  collection: Collection<Row>,
  properties: readonly (keyof Row)[],
): Pick<Collection<Row>, 'get' | 'watch'> {
  type Listener = Parameters<Collection<Row>['watch']>[0]
  const listeners = new Set<Listener>()
  const isSame = (before: Row, after: Row): boolean => {
    for (const property of properties) if (before[property] !== after[property]) return false
    return true
  }
  collection.watch((before, after) => {
    if (before !== undefined && after !== undefined && isSame(before, after)) return
    for (const listener of listeners) listener(before, after)
  })
  return {
    get: (id) => collection.get(id),
    watch: (listener) => {
      for (const record of collection.values()) listener(undefined, record)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
