/** What a client may write to a group, and what must fit together in it. */
import { z } from 'zod'
import { parseRule } from '#core/entra/dynamic-rule.ts'
import type { CloudGroup, Tenant } from '#core/entra/model.ts'
import type { Lab } from '#core/ports.ts'
import { newGroup } from '../../directory/new-records.ts'
import { type GraphAnswer, invalid, refuse } from '../call/graph-call.ts'
import { idOfLink } from '../call/reference.ts'

/** At most twenty references a request. */
const links = z
  .array(z.string().max(1024))
  .max(20)
  .transform((urls) => urls.flatMap((url) => idOfLink(url) ?? []))

export const groupBody = z.strictObject({
  '@odata.type': z.string().optional(),
  description: z.string().max(1024).nullish(),
  displayName: z.string().min(1).max(256).optional(),
  groupTypes: z.array(z.enum(['Unified', 'DynamicMembership'])).optional(),
  isAssignableToRole: z.boolean().nullish(),
  mailEnabled: z.boolean().optional(),
  mailNickname: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^@()\\[\]";:<>, ]+$/)
    .optional(),
  securityEnabled: z.boolean().optional(),
  membershipRule: z.string().max(3072).nullish(),
  membershipRuleProcessingState: z.enum(['On', 'Paused']).nullish(),
  visibility: z.enum(['Private', 'Public', 'HiddenMembership']).nullish(),
  'members@odata.bind': links.optional(),
  'owners@odata.bind': links.optional(),
})
export const newGroupBody = groupBody.required({
  displayName: true,
  mailEnabled: true,
  mailNickname: true,
  securityEnabled: true,
})
type NewGroupBody = z.infer<typeof newGroupBody>

/** A dynamic group has a rule that can be read, and only it has one. */
export function ruleProblem(
  groupTypes: readonly string[],
  rule: string | null | undefined,
): GraphAnswer | undefined {
  if (!groupTypes.includes('DynamicMembership'))
    return rule == null ? undefined : invalid("A membershipRule needs the group type 'DynamicMembership'.")
  if (rule == null) return refuse('PropertyMissing', { property: 'membershipRule', type: 'Group' })
  const parsed = parseRule(rule)
  return parsed.ok ? undefined : invalid(`The membership rule is not valid: ${parsed.detail}.`)
}

/** What a new group's own values leave open. */
export function newGroupProblem(body: NewGroupBody): GraphAnswer | undefined {
  const isUnified = body.groupTypes?.includes('Unified') === true
  if (body.mailEnabled && !isUnified) return refuse('GroupMailEnabled')
  if (!body.mailEnabled && !body.securityEnabled && !isUnified) return refuse('GroupKindUnsupported')
  if (body.isAssignableToRole === true && (!body.securityEnabled || body.membershipRule != null))
    return refuse('RoleAssignableGroup')
  return ruleProblem(body.groupTypes ?? [], body.membershipRule)
}

/** Microsoft 365 groups have a mailbox at the default domain. */
export function groupOf(body: NewGroupBody, { random, clock }: Lab, { domains }: Tenant): CloudGroup {
  const isUnified = body.groupTypes?.includes('Unified') === true
  const address = `${body.mailNickname}@${domains.find((each) => each.isDefault)?.name}`
  const { displayName, mailNickname, mailEnabled, securityEnabled, membershipRule = null } = body
  return newGroup({
    id: random.guid(),
    displayName,
    mailNickname,
    createdDateTime: clock.now(),
    description: body.description ?? null,
    mailEnabled,
    securityEnabled,
    groupTypes: body.groupTypes ?? [],
    isAssignableToRole: body.isAssignableToRole ?? null,
    membershipRule,
    membershipRuleProcessingState:
      membershipRule === null ? null : (body.membershipRuleProcessingState ?? 'On'),
    visibility: body.visibility ?? (isUnified ? 'Public' : null),
    mail: isUnified ? address : null,
    proxyAddresses: isUnified ? [`SMTP:${address}`] : [],
  })
}
