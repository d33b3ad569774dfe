/** LDAP_MATCHING_RULE_IN_CHAIN: all objects from which a link attribute leads to one object, over any number of steps. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import type { Directory } from '../../store/directory.ts'

/** Objects whose `attribute`, followed again and again, reaches `start`. Circles end by themselves. */
export function chainMembers(
  directory: Directory,
  attribute: AttributeSchema,
  start: string,
): ReadonlySet<string> {
  const forward = (attribute.linkId ?? 0) % 2 === 0
  const name = forward ? attribute.name : directory.schema.linkPartner(attribute)?.name
  const reached = new Set<string>()
  if (name === undefined) return reached
  const waiting = [start]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    // `member` leads to start from its sources; `memberOf` does so from the targets of `member`.
    const links = forward ? directory.linkIndex.sources(id, name) : directory.linkIndex.targets(id, name)
    for (const link of links) {
      const next = forward ? link.source : link.target
      if (reached.has(next)) continue
      reached.add(next)
      waiting.push(next)
    }
  }
  return reached
}
