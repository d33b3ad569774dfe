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
