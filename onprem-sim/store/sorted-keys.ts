/** Keys in order, kept in small buckets: one more costs no more among a hundred thousand than among a hundred. */
export interface SortedKeys {
  add(key: string): void
  remove(key: string): void
  /** Keys that start with `prefix`, in order. Undefined as long as the first ordering is still under way. */
  startingWith(prefix: string): Iterable<string> | undefined
}

const bucketSize = 512
/** Keys that are ordered at one go. */
const stretch = 1_000

/** Orders the keys of a map that may change meanwhile, a stretch a turn of the event loop. Keys put into the map later must be added. */
export function createSortedKeys(keys: ReadonlyMap<string, unknown>): SortedKeys {
  const buckets: string[][] = []
  const unordered = keys.keys()
  let ready = false

  const insert = (key: string) => {
    const at = Math.min(firstBucket(buckets, key), buckets.length - 1)
    const bucket = buckets[at]
    if (bucket === undefined) {
      buckets.push([key])
      return
    }
    bucket.splice(place(bucket, key), 0, key)
    if (bucket.length > bucketSize) buckets.splice(at + 1, 0, bucket.splice(bucketSize / 2))
  }
  const order = () => {
    for (let count = 0; count < stretch; count += 1) {
      const next = unordered.next()
      if (next.done === true) {
        ready = true
        return
      }
      insert(next.value)
    }
    setImmediate(order)
  }
  order()
  return {
    // Until all are ordered, a new key is met at the end of the map.
    add: (key) => {
      if (ready) insert(key)
    },
    remove: (key) => {
      const at = firstBucket(buckets, key)
      const bucket = buckets[at]
      const index = bucket === undefined ? -1 : place(bucket, key)
      if (bucket?.[index] !== key) return
      bucket.splice(index, 1)
      if (bucket.length === 0) buckets.splice(at, 1)
    },
    startingWith: (prefix) => (ready ? keysFrom(buckets, prefix) : undefined),
  }
}

function* keysFrom(buckets: readonly (readonly string[])[], prefix: string): Iterable<string> {
  let from = prefix
  for (;;) {
    // Looked up anew for each key: the buckets may have changed while the reader was away.
    const bucket = buckets[firstBucket(buckets, from)]
    const key = bucket?.[place(bucket, from)]
    if (key === undefined || !key.startsWith(prefix)) return
    yield key
    from = `${key}\0`
  }
}

/** The first bucket whose last key is not smaller. */
const firstBucket = (buckets: readonly (readonly string[])[], key: string): number =>
  search(buckets.length, (at) => (buckets[at]?.at(-1) ?? '') >= key)

const place = (bucket: readonly string[], key: string): number =>
  search(bucket.length, (at) => (bucket[at] ?? '') >= key)

/** The first position from which on `holds` is true. */
function search(length: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
