/** Lists source files with what tells one state of them from another. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './place.js'

const left = new Set(['node_modules', 'dist'])

/**
 * Every file below these folders and files, as `path size time`.
 * @param {readonly string[]} places
 * @returns {{ path: string, size: number, time: number }[]}
 */
export function sourceFiles(places) {
  return places.flatMap((place) => below(join(root, place)))
}

function below(path) {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (entry === undefined) return []
  if (!entry.isDirectory()) return [{ path, size: entry.size, time: entry.mtimeMs }]
  return readdirSync(path)
    .filter((name) => !left.has(name) && !name.startsWith('.'))
    .flatMap((name) => below(join(path, name)))
}
