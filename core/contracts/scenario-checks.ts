/**
 * The words of a scenario's `check`: what must hold before a step counts as done. Journal words look at what happened since
 * the step began; door words (`logon`, `signIn`, `user`) ask the product. Tests assert them, the guide waits for them.
 */
import { z } from 'zod'
import { coreDirectoryActivities } from '#core/codes/audit.ts'
import { families } from '#core/codes/document.ts'
import { securityEvents } from '#core/codes/security-events.ts'
import { ssprActivities } from '#core/codes/sspr-audit.ts'
import { windowsEvents } from '#core/codes/windows-events.ts'
import { adminReset } from '#core/sspr/admin-reset.ts'
import { changePassword } from '#core/sspr/change-password.ts'
import { selfServiceReset, selfServiceUnlock } from '#core/sspr/self-service-reset.ts'
import { connectSettings } from './connect-settings.ts'
import { closed, nearest, oneOfWords, wordOf } from './words.ts'

const codes = [...new Set(families.flatMap(({ entries }) => Object.keys(entries)))]
const flows = [adminReset, changePassword, selfServiceReset, selfServiceUnlock].map(({ name }) => name)
const activities = [...Object.values(coreDirectoryActivities), ...Object.values(ssprActivities)].map(
  ({ activity }) => activity,
)
const eventIds = new Set<number>(
  [...Object.values(windowsEvents), ...Object.values(securityEvents)].map(({ eventId }) => eventId),
)

const eventId = z
  .number()
  .int()
  .refine((id) => eventIds.has(id), {
    error: ({ input }) =>
      `no such event: ${input}. Nearest: ${nearest(String(input), [...eventIds].map(String))}`,
  })
const outcome = oneOfWords('outcome', ['accepted', 'refused'])
const user = z.string().describe('UPN; `CONTOSO\\anna` or `anna` where a workstation is asked')
const password = z.string().describe('`original`: the one that the world gave the account')
const properties = z.record(z.string(), z.unknown())

export const scenarioChecks = {
  refused: closed({
    code: oneOfWords('code', codes),
    step: z.string().optional().describe('name of the step that said no'),
  }).describe('A step of a flow said no.'),
  done: closed({ flow: oneOfWords('flow', flows) }).describe('A flow went through to its end.'),
  windowsEvent: closed({
    id: eventId,
    source: z.string().optional(),
    says: z.string().optional().describe('a part of its message'),
    computer: z.string().optional().describe('whose log: CONNECT01, CONNECT02, DC01'),
  }).describe('A row of a Windows event log.'),
  noWindowsEvent: closed({ ids: z.array(eventId), computer: z.string().optional() }).describe(
    'None of these since the step began.',
  ),
  audit: closed({
    activity: oneOfWords('audit activity', activities),
    result: oneOfWords('result', ['success', 'failure']).optional(),
    reason: z.string().optional().describe('the whole resultReason'),
    agent: z.string().optional().describe('OnPremisesAgent of the additional details'),
    count: z.number().int().optional(),
  }).describe('A row of the tenant’s audit log.'),
  noAudit: closed({
    activity: oneOfWords('audit activity', activities),
    result: oneOfWords('result', ['success', 'failure']).optional(),
  }).describe('No such row since the step began.'),
  signInLog: closed({
    user,
    code: z.number().int().describe('0 is a success, else the AADSTS number'),
  }).describe('A row of the sign-in log.'),
  graphAnswer: closed({
    method: oneOfWords('method', ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
    route: z
      .string()
      .regex(/^[^/].*[^/]$/, 'a route below the version, such as users/{user}/assignLicense')
      .describe('below the version, names in braces: `users/{user}/assignLicense`; `me` is `users/{user}`'),
    user: user.optional().describe('UPN of the user in the path'),
    status: z.number().int().min(200).max(599),
    error: z.string().optional().describe('`error.code` of the answer'),
    says: z.string().optional().describe('a part of `error.message`'),
  }).describe(
    'One call of Graph, whoever’s client made it, was answered so. Kept are calls that change something, and reads that were refused (not 404).',
  ),
  message: closed({
    kind: oneOfWords('kind of message', ['sms', 'call', 'email', 'push']),
    to: z.string().optional(),
  }).describe('A message reached a phone or mailbox.'),
  ran: closed({ job: z.string() }).describe('A due job ran while the clock was moved.'),
  syncRun: closed({
    status: z.string(),
    profile: z.string().optional(),
  }).describe('A run profile of the Connect server ended so.'),
  logon: closed({ user, password, outcome, code: z.string().optional() }).describe(
    'At the workstation, by an LDAP bind; `code` is the domain controller’s `data`, such as 52e.',
  ),
  signIn: closed({ user, password, outcome, code: z.number().int().optional() }).describe(
    'At the token service; `code` is the AADSTS number.',
  ),
  passwordUnchanged: closed({ user, password: password.default('original') }).describe(
    'Active Directory still takes this password (or refuses the account for another reason than the password).',
  ),
  passwordTaken: closed({
    user,
    password,
    cloud: z.boolean(),
    directory: z.boolean(),
  }).describe('Which side takes this password now: the row of a surface in the matrix.'),
  user: closed({ user, has: properties }).describe('Properties of a user in the cloud, by Graph’s names.'),
  noUser: closed({ user, deleted: z.boolean().optional() }).describe(
    'The tenant has no such user; `deleted: true`: it waits in the deleted items.',
  ),
  adUser: closed({ user, has: properties }).describe(
    'Attributes of a user in Active Directory; null: it has none.',
  ),
  provisioningError: closed({ user, property: z.string() }).describe(
    'The cloud put a value of a synchronised user into quarantine.',
  ),
  connectSetting: closed({
    name: oneOfWords('setting', connectSettings),
    is: z.unknown().optional().describe('the new value; any, when it is left out'),
  }).describe(
    'A setting of the Connect server was changed, whichever way: wizard, cmdlet, console or control API.',
  ),
  writeback: closed({
    onboarded: z.boolean().optional(),
    toggle: z.boolean().optional(),
    listening: z.boolean().optional(),
  }).describe('The three switches: Connect onboarded, portal toggle, agent listening.'),
  blade: closed({
    status: oneOfWords('status', [
      'healthy',
      'out-of-date',
      'too-old',
      'unreachable',
      'not-configured',
      'cloud-trouble',
    ]),
  }).describe('The status line of Password reset → On-premises integration.'),
  drawn: closed({}).describe('The checks of the fault that was drawn for this run.'),
  later: closed({ user, property: z.string(), than: z.string() }).describe(
    'Two times of a user, one of which moved later than the other.',
  ),
} as const

export type CheckWord = keyof typeof scenarioChecks
export type CheckArguments<Word extends CheckWord> = z.infer<(typeof scenarioChecks)[Word]>

export interface ScenarioCheck {
  readonly word: CheckWord
  readonly arguments: Readonly<Record<string, unknown>>
}

/** `{ word: arguments }` with exactly one word of the catalogue. */
export const scenarioCheck: z.ZodType<ScenarioCheck> = wordOf(
  'check',
  scenarioChecks,
  '{ refused: { code: WritebackNotEnabled } }',
)
