/**
 * Entries as they last left, so that reading the same objects again costs a copy of bytes. What was kept is good for one
 * record (records are replaced, never changed), one list of attributes and one view of its rights, as long as no name and
 * nothing the entry refers to has changed.
 */
import type { RememberingView } from '../../store/descriptors.ts'
import type { Directory } from '../../store/directory.ts'
import type { DirectoryObject, LogonRecord } from '../../store/records.ts'

export interface EntryMemory {
  recall(object: DirectoryObject, view: RememberingView): string | undefined
  keep(object: DirectoryObject, view: RememberingView, entry: string): void
}

interface Kept {
  readonly object: DirectoryObject
  readonly view: RememberingView
  readonly logons: LogonRecord | undefined
  readonly version: number
  /** Latin-1 text: it takes a third of what small buffers take. */
  readonly entry: string
}

/** By list of attributes, then by object. */
type Generation = Map<string, Map<string, Kept>>

/** Of one generation; what was not read while the next one filled up is forgotten with its own. */
const generationBytes = 24 << 20
/** A group of thousands would drive hundreds of users out. */
const largestEntry = 16 << 10
/** Besides its text, about. */
const overhead = 160

class EntryMemories {
  private readonly directory: Directory
  private young: Generation = new Map()
  private old: Generation = new Map()
  private size = 0

  constructor(directory: Directory) {
    this.directory = directory
  }

  memoryOf(key: string, refers: boolean): EntryMemory {
    return {
      recall: (object, view) => {
        const kept = this.find(key, object.id)
        return kept?.object === object && kept.view === view && this.holds(kept, refers)
          ? kept.entry
          : undefined
      },
      keep: (object, view, entry) => {
        if (entry.length > largestEntry) return
        const logons = refers ? this.directory.logons.get(object.id) : undefined
        this.put(key, { object, view, logons, version: this.version(refers), entry })
      },
    }
  }

  private holds({ object, logons, version }: Kept, refers: boolean): boolean {
    return version === this.version(refers) && (!refers || logons === this.directory.logons.get(object.id))
  }

  /** Every entry has its own name; one that refers to others also shows theirs, and its links. */
  private version(refers: boolean): number {
    const { tree, linkIndex } = this.directory
    return refers ? tree.places + linkIndex.changes : tree.renames
  }

  private find(key: string, id: string): Kept | undefined {
    const kept = this.young.get(key)?.get(id)
    if (kept !== undefined) return kept
    const older = this.old.get(key)?.get(id)
    if (older !== undefined) this.put(key, older)
    return older
  }

  private put(key: string, kept: Kept): void {
    const entries = this.young.get(key) ?? new Map<string, Kept>()
    const before = entries.get(kept.object.id)
    this.young.set(key, entries)
    entries.set(kept.object.id, kept)
    this.size += kept.entry.length + overhead - (before === undefined ? 0 : before.entry.length + overhead)
    if (this.size < generationBytes) return
    this.old = this.young
    this.young = new Map()
    this.size = 0
  }
}

const memories = new WeakMap<Directory, EntryMemories>()

/** `key` says which attributes, and how they are written; `refers` that some of them show other objects or logons. */
export function entryMemoryOf(directory: Directory, key: string, refers: boolean): EntryMemory {
  const known = memories.get(directory) ?? new EntryMemories(directory)
  memories.set(directory, known)
  return known.memoryOf(key, refers)
}
