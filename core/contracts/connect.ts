/**
 * The Connect server's verbs under `/lab/v1/labs/{lab}/connect`: what its wizard, services console, Event Viewer and
 * cmdlets do. JSON in and out.
 *
 * GET  state              → connectState
 * GET  scheduler          → schedulerState (Get-ADSyncScheduler)          PUT scheduler ← partial
 * POST sync               ← syncRequest (Start-ADSyncSyncCycle)           → syncAnswer
 * GET  runs               → {runs: runHistoryRow[]}
 * GET  wizard             → wizardState;  POST wizard ← wizardAction      → wizardState (422 + refusal when a page refuses)
 * GET  services           → {services};   POST services/{name}/{start|stop|restart}
 * PUT  connectors/{name} ← connectorProperties                            → {connectors}
 * POST writeback/renew-keys → {outcome}   what the agent does by itself every six months, now
 * POST uninstall          → connectState   takes the product off this server; what it made elsewhere stays
 * GET  settings           → syncSettings (sync-settings.ts), as a file for the wizard of another server
 * GET  connectors/{name}/objects, metaverse, metaverse/{id} → what the Synchronization Service shows
 */
import { z } from 'zod'

export const syncRequest = z.strictObject({ policyType: z.enum(['Delta', 'Initial']).default('Delta') })

export const runHistoryRow = z.object({
  runNumber: z.number().int(),
  connector: z.string(),
  profile: z.enum(['Full Import', 'Delta Import', 'Full Synchronization', 'Delta Synchronization', 'Export']),
  status: z.string(),
  startedAt: z.number(),
  endedAt: z.number(),
  /** `adds`, `updates`, `deletes`, `projected-flow`, `export-add` ... */
  statistics: z.record(z.string(), z.number()),
  errors: z.array(z.object({ object: z.string(), code: z.string(), message: z.string() })),
})
export type RunHistoryRow = z.infer<typeof runHistoryRow>

export const syncAnswer = z.object({ result: z.enum(['Success', 'Failure']), runs: z.array(runHistoryRow) })

export const schedulerState = z.object({
  AllowedSyncCycleInterval: z.string(),
  CurrentlyEffectiveSyncCycleInterval: z.string(),
  CustomizedSyncCycleInterval: z.string().nullable(),
  NextSyncCyclePolicyType: z.enum(['Delta', 'Initial']),
  NextSyncCycleStartTimeInUTC: z.string(),
  PurgeRunHistoryInterval: z.string(),
  SyncCycleEnabled: z.boolean(),
  MaintenanceEnabled: z.boolean(),
  StagingModeEnabled: z.boolean(),
  SchedulerSuspended: z.boolean(),
  SyncCycleInProgress: z.boolean(),
})

/** What the properties of a connector let one change: of the tenant’s connector its name alone, of an AD connector the rest. */
export const connectorProperties = z.strictObject({
  name: z.string().min(1).max(255).optional(),
  /** “Sign and encrypt LDAP traffic”. */
  signAndEncrypt: z.boolean().optional(),
  account: z.strictObject({ username: z.string().min(1), password: z.string().min(1).max(1024) }).optional(),
})
export type ConnectorProperties = z.infer<typeof connectorProperties>

export const wizardPages = [
  'welcome',
  'express-settings',
  'required-components',
  'additional-tasks',
  'view-configuration',
  'user-sign-in',
  'connect-to-azure-ad',
  'connect-directories',
  'sign-in-configuration',
  'domain-ou-filtering',
  'identifying-users',
  'filter-users-and-devices',
  'optional-features',
  'app-filtering',
  'attribute-filtering',
  'directory-extensions',
  'single-sign-on',
  'source-anchor',
  'staging-mode',
  'privacy-settings',
  'device-options',
  'device-forest',
  'federation-tasks',
  'troubleshooting',
  'ready-to-configure',
  'configuring',
  'complete',
] as const
export type WizardPage = (typeof wizardPages)[number]

/** As *Additional tasks* lists them; `manage-federation` once a domain is federated, `configure-source-anchor` while the anchor is objectGUID. */
export const wizardTasks = [
  'privacy-settings',
  'view-configuration',
  'customize-synchronization-options',
  'configure-device-options',
  'refresh-directory-schema',
  'configure-staging-mode',
  'change-user-sign-in',
  'manage-federation',
  'configure-source-anchor',
  'troubleshoot',
] as const

export const wizardSignInMethods = ['password-hash-sync', 'pass-through', 'federation', 'none'] as const
export type WizardSignInMethod = (typeof wizardSignInMethods)[number]

/** “Uniquely identifying your users”: represented once, or with accounts in several forests that share a mail address. */
export const userMatchings = ['once', 'mail'] as const
export type UserMatching = (typeof userMatchings)[number]

/** The check-boxes of *Optional features*. */
export const optionalFeatures = z.object({
  exchangeHybrid: z.boolean(),
  exchangeMailPublicFolders: z.boolean(),
  attributeFiltering: z.boolean(),
  passwordHashSync: z.boolean(),
  passwordWriteback: z.boolean(),
  groupWriteback: z.boolean(),
  deviceWriteback: z.boolean(),
  directoryExtensions: z.boolean(),
})
export type OptionalFeatures = z.infer<typeof optionalFeatures>

/** *Device options*, and what *Manage federation* does. */
export const deviceOptions = ['hybrid-join', 'enable-device-writeback', 'disable-device-writeback'] as const
export const federationTasks = ['reset-trust', 'renew-certificate'] as const

/** *Install required components*: what is not left to the wizard. */
export const installedComponents = z.strictObject({
  /** Another folder than the usual one, as `D:\\Connect`. */
  installLocation: z.string().max(260).optional(),
  /** An SQL Server instead of the LocalDB that comes along: `server\\instance`. */
  sqlServer: z.string().max(255).optional(),
  /** Another account than the virtual one: `CONTOSO\\svc`, or `CONTOSO\\gmsa$` without a password. */
  serviceAccount: z.string().max(255).optional(),
  serviceAccountPassword: z.string().max(1024).optional(),
  /** Names of the four local groups: administrators, operators, browse, password set. */
  syncGroups: z.tuple([z.string(), z.string(), z.string(), z.string()]).optional(),
})
export type ComponentChoice = z.infer<typeof installedComponents>
export type InstalledComponents = Omit<ComponentChoice, 'serviceAccountPassword'>

/** Get-ADSyncAutoUpgrade: on after an express installation; suspended where this server does not qualify. */
export const autoUpgradeStates = ['Enabled', 'Disabled', 'Suspended'] as const
export type AutoUpgradeState = (typeof autoUpgradeStates)[number]

/** A finding of the page *Troubleshooting*. */
export const wizardFinding = z.object({
  check: z.string(),
  status: z.enum(['Passed', 'Warning', 'Failed']),
  message: z.string(),
})

export const wizardState = z.object({
  open: z.boolean(),
  page: z.enum(wizardPages),
  task: z.enum(wizardTasks).optional(),
  /** Tasks on offer on `additional-tasks`. */
  tasks: z.array(z.enum(wizardTasks)),
  signedInAs: z.string().optional(),
  forests: z.array(z.object({ name: z.string(), account: z.string() })),
  /** False: the first installation is still to come, and its pages are on the road. */
  installed: z.boolean().optional(),
  /** The pages of the road that is being walked, in order. */
  road: z.array(z.enum(wizardPages)).optional(),
  signInMethod: z.enum(wizardSignInMethods).optional(),
  stagingMode: z.boolean().optional(),
  userMatching: z.enum(userMatchings).optional(),
  /** The attribute that is the source anchor of users, `managed` while the product is to choose; and what may be chosen. */
  sourceAnchor: z.object({ attribute: z.string(), offered: z.array(z.string()) }).optional(),
  /** DN of the group whose members alone are synchronised; null: everybody. */
  pilotGroup: z.string().nullable().optional(),
  /** UPN suffixes of the forests, and whether the tenant has verified them. */
  upnSuffixes: z.array(z.object({ suffix: z.string(), verified: z.boolean() })).optional(),
  /** Forests in reach that have no connector yet. */
  furtherForests: z.array(z.string()).optional(),
  /** Every OU of the domain with whether it is in scope. */
  organizationalUnits: z.array(z.object({ dn: z.string(), selected: z.boolean() })),
  features: optionalFeatures,
  /** The unit that *Group writeback* writes to. */
  groupWritebackContainer: z.string().nullable().optional(),
  /** *Azure AD apps* and *Azure AD attributes*; `apps` null: all are used. */
  attributeFiltering: z
    .object({
      apps: z.array(z.string()).nullable(),
      offered: z.array(z.string()),
      attributes: z.array(z.object({ name: z.string(), selected: z.boolean(), mandatory: z.boolean() })),
    })
    .optional(),
  /** *Directory extensions*: attributes of the forest's schema, and those that are chosen. */
  directoryExtensions: z.object({ available: z.array(z.string()), selected: z.array(z.string()) }).optional(),
  singleSignOn: z.boolean().optional(),
  /** Forests that the open page still wants an administrator for. */
  forestsToSignIn: z.array(z.string()).optional(),
  telemetry: z.boolean().optional(),
  components: installedComponents.omit({ serviceAccountPassword: true }).optional(),
  /** Whose settings are being imported. */
  imported: z.object({ serverName: z.string(), exportedAt: z.string() }).optional(),
  deviceOption: z.enum(deviceOptions).optional(),
  federationTask: z.enum(federationTasks).optional(),
  /** *Troubleshooting*. */
  findings: z.array(wizardFinding).optional(),
  /** What `configure` will do, a line each. */
  plan: z.array(z.string()),
  /** What `configure` did so far. */
  progress: z.array(z.object({ line: z.string(), state: z.enum(['waiting', 'running', 'done', 'failed']) })),
  refusal: z
    .object({ code: z.string(), says: z.string(), because: z.string(), fix: z.string().optional() })
    .optional(),
})
export type WizardState = z.infer<typeof wizardState>

export const wizardAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('open') }),
  z.strictObject({ action: z.literal('close') }),
  z.strictObject({ action: z.literal('back') }),
  /** Pages with nothing to choose, or where everything stays as it is. */
  z.strictObject({ action: z.literal('next') }),
  /** express-settings: the whole forest with password hashes, or page by page. */
  z.strictObject({ action: z.literal('choose-install'), install: z.enum(['express', 'customize']) }),
  /** required-components; `next` leaves everything to the wizard. */
  z.strictObject({ action: z.literal('select-components'), components: installedComponents }),
  /** required-components: the file of `GET settings` on another server, as it is. */
  z.strictObject({ action: z.literal('import-settings'), settings: z.unknown() }),
  /** user-sign-in; `singleSignOn` absent: as it is. */
  z.strictObject({
    action: z.literal('select-sign-in'),
    method: z.enum(wizardSignInMethods),
    singleSignOn: z.boolean().optional(),
  }),
  /** single-sign-on (a Domain Administrator) and device-forest (an Enterprise Administrator), for each forest. */
  z.strictObject({
    action: z.literal('sign-in-forest'),
    forest: z.string().min(1).max(255),
    username: z.string().min(1).max(255),
    password: z.string().min(1).max(1024),
  }),
  /** app-filtering: the services that are used; null: all. */
  z.strictObject({ action: z.literal('select-apps'), apps: z.array(z.string().max(64)).max(20).nullable() }),
  /** attribute-filtering: attributes that are not to flow. */
  z.strictObject({
    action: z.literal('leave-out-attributes'),
    leftOut: z.array(z.string().max(64)).max(200),
  }),
  /** directory-extensions: attributes of users that are to flow besides. */
  z.strictObject({ action: z.literal('select-extensions'), selected: z.array(z.string().max(256)).max(100) }),
  z.strictObject({ action: z.literal('select-privacy'), telemetry: z.boolean() }),
  z.strictObject({ action: z.literal('select-device-option'), option: z.enum(deviceOptions) }),
  z.strictObject({ action: z.literal('select-federation-task'), task: z.enum(federationTasks) }),
  /** troubleshooting: looks again, at one user when there is a DN. */
  z.strictObject({ action: z.literal('diagnose'), user: z.string().max(2048).optional() }),
  /**
   * connect-directories. `create`: the account given is an Enterprise Administrator and makes the connector account;
   * `existing`: the account given becomes the connector account.
   */
  z.strictObject({
    action: z.literal('add-directory'),
    forest: z.string().min(1).max(255),
    account: z.enum(['create', 'existing']).default('create'),
    username: z.string().min(1),
    password: z.string().min(1),
  }),
  /** sign-in-configuration: go on although a suffix is not verified. */
  z.strictObject({ action: z.literal('continue-unmatched') }),
  /** filter-users-and-devices: DN or name of a group; null: everybody. */
  z.strictObject({ action: z.literal('select-pilot'), group: z.string().max(512).nullable() }),
  /** identifying-users; `next` leaves it as it is. */
  z.strictObject({
    action: z.literal('select-matching'),
    matching: z.enum(userMatchings),
    /** An attribute, or `managed`. */
    sourceAnchor: z.string().max(64).optional(),
  }),
  z.strictObject({ action: z.literal('select-staging'), enabled: z.boolean() }),
  z.strictObject({ action: z.literal('choose-task'), task: z.enum(wizardTasks) }),
  z.strictObject({
    action: z.literal('sign-in'),
    username: z.string().max(320),
    password: z.string().max(1024),
  }),
  z.strictObject({ action: z.literal('select-ous'), selected: z.array(z.string().max(2048)).max(10_000) }),
  /** What is absent stays as it is. */
  z.strictObject({
    action: z.literal('select-features'),
    features: optionalFeatures.partial().strict(),
    /** The unit for *Group writeback*. */
    groupWritebackContainer: z.string().max(2048).optional(),
  }),
  /** Without `startSynchronization` the scheduler is left off, and nothing runs until somebody switches it on. */
  z.strictObject({ action: z.literal('configure'), startSynchronization: z.boolean().default(true) }),
])
/** As it is written; defaults may be left out. */
export type WizardAction = z.input<typeof wizardAction>
export type ReadWizardAction = z.output<typeof wizardAction>

export const connectState = z.object({
  serverName: z.string(),
  version: z.string(),
  /** L1: password writeback onboarded on this server. */
  writebackOnboarded: z.boolean(),
  /** L3: the relay listener. */
  listener: z.enum(['off', 'connecting', 'listening', 'failed']),
  keyVersion: z.number().int().nullable(),
  passwordHashSync: z.boolean(),
  stagingMode: z.boolean(),
  connectorAccount: z.object({ directory: z.string(), cloud: z.string() }),
  services: z.array(
    z.object({ name: z.string(), displayName: z.string(), state: z.enum(['Running', 'Stopped']) }),
  ),
})
