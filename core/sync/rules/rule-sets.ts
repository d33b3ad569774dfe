/**
 * The synchronisation rules as the wizard's pages have shaped them: without the attributes that are filtered out, with those
 * that go to the tenant as directory extensions. Source: writeback.md §7.1, §7.2 (Azure AD app and attribute filtering,
 * Directory extensions).
 */
import { type CompiledRules, compileRules } from '#core/sync/compiled-rules.ts'
import type { MetaverseType } from '#core/sync/connector-space.ts'
import { anchorExpression } from '#core/sync/source-anchor.ts'
import type { SyncRule } from '#core/sync/sync-rule.ts'
import { type InboundContext, inboundRules } from './in-from-ad.ts'
import { type OutboundContext, outboundRules } from './out-to-aad.ts'

export interface RuleChoices {
  /** Attributes of the tenant, under Graph's names, that nothing flows to. */
  readonly leftOut: readonly string[]
  /** The attribute that is the source anchor of users; absent: ms-DS-ConsistencyGuid. */
  readonly anchorAttribute?: string | undefined
  /** Attributes of Active Directory's users that the tenant gets as `extension_<appId>_<attribute>`. */
  readonly extensions?: { readonly appId: string; readonly attributes: readonly string[] } | undefined
}

type ByType<Context> = Readonly<Record<MetaverseType, Context>>

export interface Rules {
  readonly inbound: ByType<readonly SyncRule<InboundContext>[]>
  readonly outbound: ByType<readonly SyncRule<OutboundContext>[]>
}

export interface RuleSet {
  readonly inbound: ByType<CompiledRules<InboundContext>>
  readonly outbound: ByType<CompiledRules<OutboundContext>>
}

/** As Graph names a directory extension. */
export const extensionName = (appId: string, attribute: string): string =>
  `extension_${appId.replaceAll('-', '')}_${attribute}`

const extensionRule = {
  targetType: 'person',
  sourceType: 'user',
  linkType: 'Join',
  scope: [],
} as const

/** Both halves of the rule that the product makes for directory extensions. */
function extensionRules({ appId, attributes }: NonNullable<RuleChoices['extensions']>) {
  const names = attributes.map((attribute) => ({ attribute, name: extensionName(appId, attribute) }))
  const inbound: SyncRule<InboundContext> = {
    ...extensionRule,
    name: 'In from AD - User DirectoryExtension',
    direction: 'Inbound',
    precedence: 105,
    flows: names.map(({ attribute, name }) => ({ target: name, from: attribute })),
  }
  const outbound: SyncRule<OutboundContext> = {
    ...extensionRule,
    sourceType: 'person',
    targetType: 'User',
    name: 'Out to AAD - User DirectoryExtension',
    direction: 'Outbound',
    precedence: 203,
    flows: names.map(({ name }) => ({ target: name, from: name })),
  }
  return { inbound, outbound }
}

const without = <Context>(rules: readonly SyncRule<Context>[], leftOut: ReadonlySet<string>) =>
  leftOut.size === 0
    ? rules
    : rules.map((rule) => ({ ...rule, flows: rule.flows.filter(({ target }) => !leftOut.has(target)) }))

/** The anchor comes with the object; the rule says from where. */
const anchoredBy = (rules: readonly SyncRule<InboundContext>[], attribute: string) =>
  rules.map((rule) => ({
    ...rule,
    flows: rule.flows.map((flow) =>
      flow.target === 'sourceAnchor' ? { ...flow, from: anchorExpression(attribute) } : flow,
    ),
  }))

const eachType = <From, To>(
  { person, group, contact }: ByType<From>,
  turn: (rules: From) => To,
): ByType<To> => ({
  person: turn(person),
  group: turn(group),
  contact: turn(contact),
})

/** By precedence, as the rules editor shows them. */
export function rulesWith({ leftOut, extensions, anchorAttribute }: RuleChoices): Rules {
  const inbound =
    anchorAttribute === undefined
      ? inboundRules
      : { ...inboundRules, person: anchoredBy(inboundRules.person, anchorAttribute) }
  const unwanted = new Set(leftOut)
  const outbound = eachType(outboundRules, (rules) => without(rules, unwanted))
  if (extensions === undefined || extensions.attributes.length === 0) return { inbound, outbound }
  const added = extensionRules(extensions)
  return {
    inbound: { ...inbound, person: [...inbound.person, added.inbound] },
    outbound: { ...outbound, person: [...outbound.person, added.outbound] },
  }
}

/** Made ready; worth keeping, as a run asks it for every object. */
export function ruleSetWith(choices: RuleChoices): RuleSet {
  const { inbound, outbound } = rulesWith(choices)
  return {
    inbound: eachType(inbound, (rules) => compileRules(rules)),
    outbound: eachType(outbound, (rules) => compileRules(rules)),
  }
}

export const everythingFlows: RuleSet = ruleSetWith({ leftOut: [] })
