/** Loads a CommonJS script together with the code that V8 compiled for it last time. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { constants, Script } from 'node:vm'

const read = (file) => (existsSync(file) ? readFileSync(file) : undefined)

/**
 * @param {string} file
 * @param {string} cacheFile where compiled code is kept; code that another Node compiled is refused by V8 and replaced
 * @returns {{ exports: Record<string, unknown>, keepCompiled: () => void }} call `keepCompiled` when all that a run
 * needs has been compiled
 */
export function loadScript(file, cacheFile) {
  // The bundler writes ASCII only; one byte a character is what V8 reads fastest.
  const source = readFileSync(file, 'latin1')
  const cachedData = read(cacheFile)
  const script = new Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
    filename: file,
    cachedData,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
  const keepCompiled = () => {
    if (cachedData !== undefined && script.cachedDataRejected === false) return
    try {
      writeFileSync(`${cacheFile}.${process.pid}`, script.createCachedData())
      renameSync(`${cacheFile}.${process.pid}`, cacheFile)
    } catch {
      // Only speed is lost, as where node_modules cannot be written.
    }
  }
  return { exports: module.exports, keepCompiled }
}
