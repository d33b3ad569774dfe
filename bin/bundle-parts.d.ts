import type { Plugin } from 'esbuild'

export declare function keepPlaces(placeOf: (path: string) => string): Plugin
export declare const keepErrorName: Plugin
