/** What every bundle of ours needs of esbuild. */
import { readFileSync } from 'node:fs'

/**
 * Files find their neighbours by `import.meta.url`, which must go on to name where the source stands.
 * @param {(path: string) => string} placeOf the expression that stands for it
 */
export const keepPlaces = (placeOf) => ({
  name: 'keep-places',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8').replaceAll('import.meta.url', placeOf(path))
      return { contents, loader: 'ts' }
    })
  },
})

/**
 * proxy-chain tells its errors by the name of their class, which a bundle may change. esbuild's `keepNames` would keep it, but
 * it names every function anew each time one is made: a seventh of an LDAP search (docs/decisions/0002-start-from-a-bundle.md).
 */
export const keepErrorName = {
  name: 'keep-error-name',
  setup(build) {
    build.onLoad({ filter: /[\\/]proxy-chain[\\/]dist[\\/]request_error\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace('= RequestError.name', "= 'RequestError'"),
    }))
  },
}
