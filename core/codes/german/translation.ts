/** How the catalogue is said in another language: by code, in the order of an entry. */

/** `because` is left out where it repeats `says`, and `fix` where the entry has none. */
export type Translation = readonly [says: string, because?: string, fix?: string]
