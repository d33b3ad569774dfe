/**
 * A lab as lent to one part: what the part watches and schedules ends with the lease. A reset makes new parts on the same
 * store and clock; without this, the indexes and jobs of the old ones would live on.
 */
import type { Cancel, Collection, Journal, Lab, StoredRecord } from '#core/ports.ts'

export interface Lease {
  readonly lab: Lab
  end(): void
}

export function leaseLab(lab: Lab): Lease {
  const cancels = new Set<Cancel>()
  const lent = (cancel: Cancel): Cancel => {
    cancels.add(cancel)
    return () => {
      cancels.delete(cancel)
      cancel()
    }
  }
  const borrow = <Row extends StoredRecord>(collection: Collection<Row>): Collection<Row> =>
    Object.create(collection, {
      watch: {
        value: (listener: Parameters<Collection<Row>['watch']>[0]) => lent(collection.watch(listener)),
      },
    })
  const { store, clock, journal } = lab
  return {
    lab: {
      ...lab,
      store: { ...store, collection: (name) => borrow(store.collection(name)) },
      clock: {
        ...clock,
        every: (everyMs, job, firstAt) => lent(clock.every(everyMs, job, firstAt)),
        at: (at, job) => lent(clock.at(at, job)),
      },
      journal: Object.create(journal, {
        follow: { value: (listener: Parameters<Journal['follow']>[0]) => lent(journal.follow(listener)) },
      }),
    },
    end: () => {
      for (const cancel of cancels) cancel()
      cancels.clear()
    },
  }
}
