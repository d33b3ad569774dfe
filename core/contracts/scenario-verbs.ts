/**
 * The verbs of a scenario's `do` and `given`. Each is one thing a person does at one place; the lab carries it out through
 * that place's front door. Written `{ portal.resetPassword: { user: …, newPassword: … } }`.
 * `original` as a password stands for the one the world gave the account.
 */
import { z } from 'zod'

const upn = z.string()
const password = z.string()

export const scenarioVerbs = {
  /** Portal → Users → Reset password. Refusals are part of the story: the step's checks judge them. */
  'portal.resetPassword': z.strictObject({ user: upn, newPassword: password.optional() }),
  'portal.setUsageLocation': z.strictObject({ user: upn, country: z.string().length(2) }),
  'portal.assignLicense': z.strictObject({ user: upn, sku: z.string() }),
  'portal.removeLicense': z.strictObject({ user: upn, sku: z.string() }),
  /** Password reset → Properties. */
  'portal.enablePasswordReset': z.strictObject({
    scope: z.enum(['None', 'Selected', 'All']),
    group: z.string().optional(),
  }),
  /** Password reset → Authentication methods. */
  'portal.setResetMethods': z.strictObject({
    required: z.union([z.literal(1), z.literal(2)]),
    email: z.boolean().optional(),
    mobilePhone: z.boolean().optional(),
  }),
  /** Password reset → On-premises integration. */
  'portal.setOnPremisesIntegration': z.strictObject({
    writeBack: z.boolean().optional(),
    unlock: z.boolean().optional(),
  }),
  /** Connect wizard → Customize synchronization options → Optional features → Configure. */
  'connect.setPasswordWriteback': z.strictObject({
    enabled: z.boolean(),
    username: upn.optional(),
    password: password.optional(),
  }),
  'connect.synchronize': z.strictObject({ policyType: z.enum(['Delta', 'Initial']).default('Delta') }),
  'connect.stopService': z.strictObject({ service: z.string().default('ADSync') }),
  'connect.startService': z.strictObject({ service: z.string().default('ADSync') }),
  /** Signs in to an app in the user's browser, up to the interrupt if there is one. */
  'user.signIn': z.strictObject({ user: upn, password }),
  /** Registers phone and e-mail, reading the codes on the lab's phone and mailbox. */
  'user.registerSecurityInfo': z.strictObject({
    user: upn,
    password,
    phone: z.string().optional(),
    email: z.string().optional(),
  }),
  'user.changePassword': z.strictObject({ user: upn, oldPassword: password, newPassword: password }),
  /** The public reset page: captcha, every gate with codes from phone and mailbox, the new password. */
  'user.resetForgottenPassword': z.strictObject({ user: upn, newPassword: password }),
  'user.unlockAccount': z.strictObject({ user: upn }),
  'workstation.logon': z.strictObject({ user: z.string(), password }),
  'clock.advance': z.strictObject({ by: z.string().regex(/^P/, 'an ISO 8601 duration such as PT30M') }),
  'fault.add': z.strictObject({
    operation: z.string(),
    target: z.string().optional(),
    code: z.string().optional(),
    drop: z.literal(true).optional(),
    times: z.number().int().positive().optional(),
  }),
  'fault.clear': z.strictObject({}),
  /** As a domain administrator, over LDAPS: attribute → value(s), null removes. */
  'ldap.modify': z.strictObject({
    user: z.string(),
    replace: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
  }),
  /** On the domain object. */
  'ldap.setPasswordPolicy': z.strictObject({
    minimumAgeDays: z.number().optional(),
    minimumLength: z.number().int().optional(),
    history: z.number().int().optional(),
  }),
  'ldap.setPassword': z.strictObject({ user: z.string(), newPassword: password }),
} as const

export type ScenarioVerb = keyof typeof scenarioVerbs
export type VerbArguments<Verb extends ScenarioVerb> = z.infer<(typeof scenarioVerbs)[Verb]>

const isVerb = (word: string): word is ScenarioVerb => word in scenarioVerbs

export interface ScenarioAction {
  readonly verb: ScenarioVerb
  readonly arguments: Readonly<Record<string, unknown>>
}

/** `{ verb: arguments }` with exactly one verb of the catalogue. */
export const scenarioAction: z.ZodType<ScenarioAction> = z
  .record(z.string(), z.unknown())
  .transform((written, context) => {
    const [word, ...more] = Object.keys(written)
    if (word === undefined || more.length > 0) {
      context.addIssue({
        code: 'custom',
        message: 'one verb with its arguments, e.g. { clock.advance: { by: PT30M } }',
      })
      return z.NEVER
    }
    if (!isVerb(word)) {
      context.addIssue({
        code: 'custom',
        message: `no such verb: ${word}. Nearest: ${nearest(word, Object.keys(scenarioVerbs))}`,
        path: [word],
      })
      return z.NEVER
    }
    const given = scenarioVerbs[word].safeParse(written[word] ?? {})
    if (given.success) return { verb: word, arguments: given.data }
    for (const issue of given.error.issues)
      context.addIssue({ code: 'custom', message: issue.message, path: [word, ...issue.path] })
    return z.NEVER
  })

/** The word with the smallest edit distance. */
export function nearest(word: string, words: readonly string[]): string {
  const ranked = words.map((candidate) => ({
    candidate,
    far: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }))
  return ranked.sort((a, b) => a.far - b.far)[0]?.candidate ?? ''
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let line = 1; line <= from.length; line++) {
    const next = [line]
    for (let column = 1; column <= to.length; column++) {
      const swap = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}
