/** The shape of a kind of objects' attributes: one for all of them, with room for what is in use. */

type Attributes<Value> = Record<string, Value | undefined>

/** Where a value is put. */
export interface Place {
  readonly target: string
  /** Has it been given a value before? Then the shape has room for it. */
  isUsed: boolean
}

/**
 * Records of one shape are small and quick (perf.md §0.8). It has room for each attribute that has had a value so far: most
 * of a directory's attributes are used by nobody, and room for all of them would be half of what an object weighs.
 */
export class AttributeShape<Value> {
  /** A new object, with room. */
  make: () => Attributes<Value> = () => ({})
  private readonly order: readonly string[]
  private readonly used = new Set<string>()

  /** `names`: every attribute that may come, in order; `expected`: those that have room before their first value. */
  constructor(names: readonly string[], expected: readonly Place[] = []) {
    this.order = [...new Set(names)]
    for (const place of expected) this.makeRoom(place)
  }

  set(attributes: Attributes<Value>, place: Place, value: Value): void {
    attributes[place.target] = value
    if (!place.isUsed) this.makeRoom(place)
  }

  private makeRoom(place: Place): void {
    place.isUsed = true
    this.used.add(place.target)
    this.make = makerOf(this.order.filter((name) => this.used.has(name)))
  }
}

/**
 * A function of its own for each shape, `() => ({ mail: undefined, … })`: an object literal is a copy of one block of memory.
 * Copying a template by spread is that only as long as the same line has met no more than four templates
 * (docs/decisions/0008), and with one line for all shapes it never is.
 */
function makerOf<Value>(names: readonly string[]): () => Attributes<Value> {
  const fields = names.map((name) => `${JSON.stringify(name)}: undefined`)
  return new Function(`return { ${fields.join(', ')} }`) as () => Attributes<Value>
}
