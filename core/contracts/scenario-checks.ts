/**
 * The words of a scenario's `check`: what must hold before a step counts as done. Journal words look at what happened since
 * the step began; door words (`logon`, `signIn`, `user`) ask the product. Tests assert them, the guide waits for them.
 */
import { z } from 'zod'
import { nearest } from './scenario-verbs.ts'

export const scenarioChecks = {
  /** A step of a flow said no. */
  refused: z.strictObject({ code: z.string(), step: z.string().optional() }),
  /** A flow went through to its end. */
  done: z.strictObject({ flow: z.string() }),
  /** A row of a Windows event log. */
  windowsEvent: z.strictObject({ id: z.number().int(), source: z.string().optional() }),
  /** These event ids did not appear since the step began. */
  noWindowsEvent: z.strictObject({ ids: z.array(z.number().int()) }),
  /** A row of the tenant's audit log. */
  audit: z.strictObject({
    activity: z.string(),
    result: z.enum(['success', 'failure']).optional(),
    reason: z.string().optional(),
    count: z.number().int().optional(),
  }),
  /** A row of the sign-in log; 0 is a success. */
  signInLog: z.strictObject({ user: z.string(), code: z.number().int() }),
  /** A message reached a phone or mailbox. */
  message: z.strictObject({ kind: z.enum(['sms', 'call', 'email', 'push']), to: z.string().optional() }),
  /** At the workstation, by an LDAP bind. */
  logon: z.strictObject({
    user: z.string(),
    password: z.string(),
    outcome: z.enum(['accepted', 'refused']),
    code: z.string().optional(),
  }),
  /** At the token service. `code` is the AADSTS number. */
  signIn: z.strictObject({
    user: z.string(),
    password: z.string(),
    outcome: z.enum(['accepted', 'refused']),
    code: z.number().int().optional(),
  }),
  /** Properties of the user in the cloud, by Graph's names. */
  user: z.strictObject({ user: z.string(), has: z.record(z.string(), z.unknown()) }),
  /** The three switches of writeback: L1 onboarded, L2 tenant toggle, L3 agent listening. */
  writeback: z.strictObject({
    onboarded: z.boolean().optional(),
    toggle: z.boolean().optional(),
    listening: z.boolean().optional(),
  }),
  /** Two properties of a user, one of which moved later than the other. */
  later: z.strictObject({ user: z.string(), property: z.string(), than: z.string() }),
} as const

export type CheckWord = keyof typeof scenarioChecks
export type CheckArguments<Word extends CheckWord> = z.infer<(typeof scenarioChecks)[Word]>

export interface ScenarioCheck {
  readonly word: CheckWord
  readonly arguments: Readonly<Record<string, unknown>>
}

const isCheckWord = (word: string): word is CheckWord => word in scenarioChecks

/** `{ word: arguments }` with exactly one word of the catalogue. */
export const scenarioCheck: z.ZodType<ScenarioCheck> = z
  .record(z.string(), z.unknown())
  .transform((written, context) => {
    const [word, ...more] = Object.keys(written)
    if (word === undefined || more.length > 0) {
      context.addIssue({
        code: 'custom',
        message: 'one check with its arguments, e.g. { refused: { code: WritebackNotEnabled } }',
      })
      return z.NEVER
    }
    if (!isCheckWord(word)) {
      context.addIssue({
        code: 'custom',
        message: `no such check: ${word}. Nearest: ${nearest(word, Object.keys(scenarioChecks))}`,
        path: [word],
      })
      return z.NEVER
    }
    const given = scenarioChecks[word].safeParse(written[word] ?? {})
    if (given.success) return { word, arguments: given.data }
    for (const issue of given.error.issues)
      context.addIssue({ code: 'custom', message: issue.message, path: [word, ...issue.path] })
    return z.NEVER
  })
