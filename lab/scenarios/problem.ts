/** What lint finds. */

export interface Problem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** Where a file's neighbours are looked up; the first folder that has one wins. */
export interface Beside {
  readonly folders: readonly string[]
}
