/** The attributes of the tenant that the rules flow to, each once, in the rules' order. */
import { outboundRules } from './out-to-aad.ts'

export const inOrderOfRules: readonly string[] = [
  ...new Set(
    Object.values(outboundRules).flatMap((rules) =>
      rules.flatMap(({ flows }) => flows.map(({ target }) => target)),
    ),
  ),
]
