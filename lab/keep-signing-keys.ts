/** Keeps the token service's keys beside the labs, so that tokens outlive a restart. */
import { readFile, rename, writeFile } from 'node:fs/promises'

interface KeyFile<Keys> {
  load(): Promise<unknown>
  save(keys: Keys): Promise<void>
}

export function keepSigningKeys<Keys>(file: string): KeyFile<Keys> {
  return {
    load: async () => {
      // Keys that cannot be read are made anew: only tokens from before are lost.
      try {
        return JSON.parse(await readFile(file, 'utf8'))
      } catch {
        return undefined
      }
    },
    save: async (keys) => {
      // Named only when whole, and readable by its owner alone.
      await writeFile(`${file}.tmp`, JSON.stringify(keys), { mode: 0o600 })
      await rename(`${file}.tmp`, file)
    },
  }
}
