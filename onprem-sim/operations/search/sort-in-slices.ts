/** Sorting that lets others have their turn: small runs are sorted, then merged a stretch at a time. Stable, like Array.prototype.sort. */
type Compare<Item> = (a: Item, b: Item) => number

/** Items that are sorted or merged at one go. */
const stretch = 2_000

/** Undefined when `breathe` says that nobody waits for the answer any more. */
export async function sortInSlices<Item>(
  items: readonly Item[],
  compare: Compare<Item>,
  breathe: () => Promise<boolean>,
): Promise<readonly Item[] | undefined> {
  let runs: Item[][] = []
  for (let from = 0; from < items.length; from += stretch) {
    if (from > 0 && !(await breathe())) return undefined
    runs.push(items.slice(from, from + stretch).sort(compare))
  }
  while (runs.length > 1) {
    const merged: Item[][] = []
    for (let at = 0; at < runs.length; at += 2) {
      const pair = await merge(runs[at] ?? [], runs[at + 1] ?? [], compare, breathe)
      if (pair === undefined) return undefined
      merged.push(pair)
    }
    runs = merged
  }
  return runs[0] ?? []
}

async function merge<Item>(
  left: readonly Item[],
  right: readonly Item[],
  compare: Compare<Item>,
  breathe: () => Promise<boolean>,
): Promise<Item[] | undefined> {
  const merged: Item[] = []
  let [l, r] = [0, 0]
  while (l < left.length && r < right.length) {
    const [a, b] = [left[l], right[r]]
    if (a === undefined || b === undefined) break
    if (compare(a, b) <= 0) {
      merged.push(a)
      l += 1
    } else {
      merged.push(b)
      r += 1
    }
    if (merged.length % stretch === 0 && !(await breathe())) return undefined
  }
  return merged.concat(left.slice(l), right.slice(r))
}
