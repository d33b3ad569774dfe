/**
 * The verbs of a scenario's `do` and `given`. Each is one thing a person does at one place; the lab carries it out through
 * that place's front door. Written `{ portal.resetPassword: { user: …, newPassword: … } }`.
 */
import { z } from 'zod'
import { roleDefinitions } from '#core/entra/roles.ts'
import { skus } from '#core/entra/skus.ts'
import { parseDuration } from './duration.ts'
import { faultPattern } from './fault-operations.ts'
import { closed, oneOfWords, type WrittenWord, wordOf } from './words.ts'

const upn = z.string().describe('UPN of the user')
const account = z.string().describe('UPN or sAMAccountName of an account in Active Directory')
const password = z.string().describe('`original`: the one that the world gave the account')
const sku = oneOfWords(
  'product',
  skus.map(({ skuPartNumber }) => skuPartNumber),
)
const roles = roleDefinitions.map(({ displayName }) => displayName)
const relativeDn = z.string().describe('relative to the domain, e.g. OU=Sales,OU=Staff')
const on = z.boolean()
const forest = z.string().describe('DNS name of a further forest of the world')
const service = z.string().default('ADSync')
const credentials = closed({ username: z.string(), password: z.string() })
const count = z.number().int().positive()

const portal = {
  'portal.resetPassword': closed({ user: upn, newPassword: z.string().optional() }).describe(
    'Users → Reset password. A refusal is part of the story: the step’s checks judge it.',
  ),
  'portal.resetInAdminCenter': closed({ user: upn, newPassword: z.string() }).describe(
    'The Microsoft 365 admin center’s reset: writes the cloud’s password only.',
  ),
  'portal.setUsageLocation': closed({ user: upn, country: z.string().length(2) }).describe(
    'Users → Properties → Usage location.',
  ),
  'portal.assignLicense': closed({ user: upn, sku, disabledPlans: z.array(z.string()).optional() }).describe(
    'Licences → Assign.',
  ),
  'portal.removeLicense': closed({ user: upn, sku }).describe('Licences → Remove.'),
  'portal.setSubscription': closed({
    sku,
    units: count.default(25),
    state: oneOfWords('state', ['Enabled', 'Warning', 'Suspended', 'Deleted', 'LockedOut']).default(
      'Enabled',
    ),
  }).describe('Buys a subscription, or ages one the tenant has.'),
  'portal.enablePasswordReset': closed({
    scope: oneOfWords('scope', ['None', 'Selected', 'All']),
    group: z.string().optional(),
  }).describe('Password reset → Properties.'),
  'portal.setResetMethods': closed({
    required: z.union([z.literal(1), z.literal(2)]),
    email: on.optional(),
    mobilePhone: on.optional(),
    officePhone: on.optional(),
    securityQuestions: on.optional(),
  }).describe('Password reset → Authentication methods.'),
  'portal.setRegistration': closed({ required: on }).describe('Password reset → Registration.'),
  'portal.setOnPremisesIntegration': closed({
    writeBack: on.optional(),
    unlock: on.optional(),
  }).describe('Password reset → On-premises integration.'),
  'portal.setBannedPasswords': closed({ words: z.array(z.string()) }).describe(
    'Password protection → custom banned list.',
  ),
  'portal.setAdministratorReset': closed({ allowed: on }).describe(
    'Authorization policy → allowedToUseSSPR: may administrators reset their own passwords?',
  ),
  'portal.assignRole': closed({ user: upn, role: oneOfWords('role', roles) }).describe(
    'Roles → Add assignments.',
  ),
  'portal.addGroup': closed({ name: z.string(), members: z.array(z.string()).default([]) }).describe(
    'Makes a cloud group; members are UPNs or names of groups.',
  ),
  'portal.setContacts': closed({
    user: upn,
    phone: z.string().optional(),
    email: z.string().optional(),
  }).describe('Users → Authentication methods: an administrator fills in phone and e-mail.'),
  'portal.restoreUser': closed({ user: upn }).describe('Deleted users → Restore.'),
} as const

const graph = {
  'graph.request': closed({
    method: oneOfWords('method', ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']).default('GET'),
    path: z.string().startsWith('/', 'a path such as /v1.0/me'),
    body: z.record(z.string(), z.unknown()).optional(),
  }).describe(
    'Any call to Graph with the hands of `as`; `{groups:Reset pilot}` or `{users:anna@contoso.com}` in path or body is the id of that object. Refusals pass on to the checks.',
  ),
  'graph.setPassword': closed({ user: upn, newPassword: z.string() }).describe(
    'PATCH passwordProfile, as Update-MgUser does it.',
  ),
  'graph.changePassword': closed({ user: upn, oldPassword: password, newPassword: z.string() }).describe(
    'POST /me/changePassword as the user.',
  ),
} as const

const ldap = {
  'ldap.modify': closed({
    user: account,
    replace: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
  }).describe('Attributes and values as a domain administrator; null removes.'),
  'ldap.setPasswordPolicy': closed({
    minimumAgeDays: z.number().optional(),
    maximumAgeDays: z.number().optional(),
    minimumLength: z.number().int().optional(),
    history: z.number().int().optional(),
    complexity: on.optional(),
  }).describe('The domain’s password policy.'),
  'ldap.setPassword': closed({ user: account, newPassword: z.string(), mustChange: on.optional() }).describe(
    'Reset password in Active Directory Users and Computers.',
  ),
  'ldap.addUser': closed({
    name: z.string(),
    sAMAccountName: z.string().max(20),
    ou: relativeDn,
    userPrincipalName: z.string().optional(),
    password: z.string(),
    attributes: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  }).describe('Makes a user.'),
  'ldap.addUsers': closed({ count, ou: relativeDn.default('OU=Staff') }).describe(
    'Makes that many made-up people, the same ones every time.',
  ),
  'ldap.addOrganizationalUnit': closed({ ou: relativeDn }).describe('Makes an organizational unit.'),
  'ldap.deleteUser': closed({ user: account }).describe('Deletes a user.'),
  'ldap.moveUser': closed({ user: account, ou: relativeDn }).describe('Moves a user to another unit.'),
  'ldap.setEnabled': closed({ user: account, enabled: on, forest: forest.optional() }).describe(
    'Disables or enables an account.',
  ),
  'ldap.addToGroup': closed({ user: account, group: relativeDn }).describe('Adds a member to a group.'),
  'ldap.setConnectorRight': closed({
    right: oneOfWords('right', [
      'Reset password',
      'Change password',
      'Write lockoutTime',
      'Write pwdLastSet',
      'Unexpire password',
    ]),
    granted: on,
  }).describe('Takes a right from Connect’s account on the domain, or gives it back.'),
  'ldap.restrictRemoteSam': closed({ restricted: on }).describe(
    'The policy “Restrict clients allowed to make remote calls to SAM”: administrators only, or nobody is kept out.',
  ),
  'ldap.migrateUser': closed({
    user: account,
    forest: forest.describe('DNS name of the other forest'),
    ou: relativeDn,
    password: z.string(),
  }).describe(
    'Makes the user in another forest as well, with its mS-DS-ConsistencyGuid, as a migration does.',
  ),
  'ldap.setCannotChangePassword': closed({ user: account }).describe('“User cannot change password”.'),
} as const

const connect = {
  'connect.setPasswordWriteback': closed({
    enabled: on,
    username: upn.optional(),
    password: password.optional(),
  }).describe('The wizard, page by page: Optional features → Password writeback → Configure.'),
  'connect.setOrganizationalUnits': closed({ units: z.array(relativeDn) }).describe(
    'The wizard: Domain and OU filtering → Configure.',
  ),
  'connect.addForest': closed({ forest }).describe(
    'The wizard: Connect your directories → Add directory → Configure.',
  ),
  'connect.synchronize': closed({
    policyType: oneOfWords('policy type', ['Delta', 'Initial']).default('Delta'),
  }).describe('Start-ADSyncSyncCycle; waits for its end.'),
  'connect.setUserSignIn': closed({
    method: oneOfWords('sign-in method', ['password-hash-sync', 'pass-through', 'federation', 'none']),
  }).describe('The wizard: Change user sign-in.'),
  'connect.setStagingMode': closed({ enabled: on }).describe('The wizard: Configure staging mode.'),
  'connect.setProxy': closed({
    allow: z.array(z.string()).optional(),
    demands: credentials.optional().describe('name and password that the proxy wants'),
    knows: credentials.optional().describe('name and password in machine.config of the Connect server'),
  }).describe(
    'A proxy with this allow-list stands before the cloud; without a list the way is direct again.',
  ),
  'connect.restartService': closed({ service }).describe('Restarts a Windows service of the Connect server.'),
  'connect.setSignAndEncrypt': closed({ enabled: on }).describe(
    'AD connector → Properties → Connection options: “Sign and Encrypt LDAP Traffic”.',
  ),
  'connect.renewKeys': closed({}).describe(
    'The agent makes new keys, as it does by itself every six months.',
  ),
  'connect.setClock': closed({ ahead: z.string().optional(), behind: z.string().optional() }).describe(
    'The clock of the Connect server is set off by `10m`, `PT1H` …, or right again: `{}`.',
  ),
  'connect.setTls12': closed({ enabled: z.boolean() }).describe(
    'TLS 1.2 for programs that start on the Connect server from now on; restart ADSync for the service.',
  ),
  'connect.stopService': closed({ service }).describe('Stops a Windows service of the Connect server.'),
  'connect.startService': closed({ service }).describe('Starts it again.'),
} as const

const user = {
  'user.signIn': closed({ user: upn, password }).describe('Signs in to an app.'),
  'user.registerSecurityInfo': closed({
    user: upn,
    password,
    phone: z.string().optional(),
    email: z.string().optional(),
    only: oneOfWords('method', ['phone', 'email']).optional(),
  }).describe('Registers phone and e-mail with the codes from the lab’s phone and mailbox.'),
  'user.changePassword': closed({
    user: upn,
    oldPassword: password.describe('what is typed; `original`: the one that the world gave the account'),
    newPassword: z.string(),
    signedInWith: password.optional().describe('when it is not the old password as typed'),
  }).describe('The change password page.'),
  'user.changeForcedPassword': closed({ user: upn, oldPassword: password, newPassword: z.string() }).describe(
    'Signs in at the sign-in pages, which ask for a new password before they go on.',
  ),
  'user.resetForgottenPassword': closed({ user: upn, newPassword: z.string() }).describe(
    'The public reset page: captcha, every gate with codes from phone and mailbox, the new password.',
  ),
  'user.unlockAccount': closed({ user: upn }).describe('The public reset page: “I know my password”.'),
  'user.enterWrongCodes': closed({ user: upn, times: count }).describe(
    'The public reset page with wrong codes from somebody who has not got the phone.',
  ),
} as const

const around = {
  'workstation.logon': closed({ user: account, password }).describe('Logs on at CLIENT01.'),
  'workstation.changePassword': closed({
    user: account,
    oldPassword: password,
    newPassword: z.string(),
  }).describe('The logon screen of CLIENT01, which asks for a new password where one must be changed.'),
  'workstation.failLogons': closed({ user: account, times: count }).describe(
    'Logs on with a wrong password, so often.',
  ),
  'dc.setPower': closed({ on }).describe('Switches the domain controller off, or on again.'),
  'clock.advance': closed({
    by: z
      .string()
      .regex(/^P/, 'an ISO 8601 duration such as PT30M')
      .refine((text) => parseDuration(text) !== undefined, 'an ISO 8601 duration such as PT30M'),
  }).describe('Lets time pass; everything that comes due runs.'),
  'fault.add': closed({
    operation: faultPattern,
    target: z.string().optional(),
    code: z.string().optional(),
    drop: z.literal(true).optional(),
    phase: oneOfWords('phase', ['before', 'after']).optional(),
    times: count.optional(),
  }).describe('Makes an operation fail, such as relay.deliver or cloud.commit-password.'),
  'fault.clear': closed({}).describe('Removes every fault.'),
  'drawn.mend': closed({}).describe('Mends the fault that was drawn for this run.'),
} as const

export const scenarioVerbs = { ...portal, ...graph, ...ldap, ...connect, ...user, ...around } as const

export type ScenarioVerb = keyof typeof scenarioVerbs
export type VerbArguments<Verb extends ScenarioVerb> = z.infer<(typeof scenarioVerbs)[Verb]>

export interface ScenarioAction {
  readonly verb: ScenarioVerb
  readonly arguments: Readonly<Record<string, unknown>>
}

const written = wordOf('verb', scenarioVerbs, '{ clock.advance: { by: PT30M } }')

/** `{ verb: arguments }` with exactly one verb of the catalogue. */
export const scenarioAction: z.ZodType<ScenarioAction> = written.transform(
  ({ word, arguments: given }: WrittenWord<ScenarioVerb>) => ({ verb: word, arguments: given }),
)
