/**
 * The cmdlets of the Connect server: one table for the server that carries them out, the console of the screens and the
 * command line (`hybridlab connect <Cmdlet> -Parameter value`).
 *
 * GET  {connect}/cmdlets         → cmdletList
 * POST {connect}/cmdlets/{name}  ← cmdletCall {parameters: {PolicyType: 'Delta'}}   → cmdletAnswer {cmdlet, output: [object]}
 *
 * Names in any case, as far as they are unique; a value without a name under its position: `{'0': 'Delta'}`. A value may come
 * as typed (`'$true'`, `'1000'`) or as JSON; `-Credential` is `{username, password}`. Refusals: `{error: {code, message, hint?}}`
 * with 400 (`CmdletParameters`), 404 (`UnknownCmdlet`), 409 (whatever this server, the directory or the cloud refuses).
 * Sources: the ADSync module's names and parameters as published; writeback.md §4.3, §4.6, §8.2, §8.8. Where a cmdlet of the
 * product works as the signed-in Windows user, ours takes `-Credential`.
 */
import { z } from 'zod'
import {
  adjustment,
  credentials,
  defineCmdlet,
  may,
  oneOf,
  present,
  text,
  timeSpan,
  truthValue,
  wholeNumber,
} from './cmdlet.ts'
import { autoUpgradeStates, runHistoryRow, schedulerState } from './connect.ts'
import { syncSettings } from './sync-settings.ts'

const connectorName = text('Name of the connector, such as contoso.local.', 0)
const adminCredential = credentials('A Global or Hybrid Identity Administrator of the tenant.')
const domainCredential = credentials('An administrator of the domain, such as CONTOSO\\Administrator.')
const policy = ['Delta', 'Initial'] as const
const runProfiles = [
  'Full Import',
  'Delta Import',
  'Full Synchronization',
  'Delta Synchronization',
  'Export',
] as const
const done = z.object({ Result: z.string() })

const connectorRow = z.object({
  Name: z.string(),
  Type: z.string(),
  Identifier: z.string(),
  Account: z.string(),
  Objects: z.number(),
})

const permissionParameters = {
  ADConnectorAccountName: may(
    text('sAMAccountName of the connector account; the connector’s own when absent.'),
  ),
  ADConnectorAccountDomain: may(text('DNS name of its domain; the first connector’s when absent.')),
  ADConnectorAccountDN: may(text('Distinguished name of the connector account, instead of name and domain.')),
  ADobjectDN: may(text('Grant here instead of on the domain.')),
  IncludeAdminSdHolders: present('Grant on AdminSDHolder too: protected accounts get it within the hour.'),
  Credential: domainCredential,
}
const granted = z.object({ Target: z.string(), Account: z.string(), Rights: z.array(z.string()) })

const exportThreshold = z.object({ DeletionPrevention: z.number(), ThresholdCount: z.number() })

const passwordResetConfiguration = z.object({
  Connector: z.string(),
  Enabled: z.boolean(),
  KeyVersion: z.number().nullable(),
  OnboardedAt: z.string().nullable(),
  Listener: z.string(),
  Forests: z.array(z.string()),
})

const passwordSyncConfiguration = z.object({
  SourceConnector: z.string(),
  TargetConnector: z.string(),
  Enabled: z.boolean(),
})

/** One finding of Invoke-ADSyncDiagnostics. */
const finding = z.object({
  Check: z.string(),
  Status: z.enum(['Passed', 'Warning', 'Failed']),
  Message: z.string(),
})

const autoUpgrade = z.object({ AutoUpgradeState: z.enum(autoUpgradeStates), Reason: z.string() })

const registryValue = z.object({ Path: z.string(), Name: z.string(), Value: z.number() })
const machineTime = z.object({ DateTime: z.string(), Offset: z.string() })

const service = z.object({ Status: z.string(), Name: z.string(), DisplayName: z.string() })
const serviceName = text('ADSync', 0)

export const connectCmdlets = {
  'Get-ADSyncScheduler': defineCmdlet({
    kind: 'view',
    synopsis: 'How and when synchronisation cycles run.',
    parameters: {},
    output: schedulerState,
  }),
  'Set-ADSyncScheduler': defineCmdlet({
    kind: 'change',
    synopsis: 'Changes the scheduler. An interval below the allowed one has no effect.',
    parameters: {
      CustomizedSyncCycleInterval: may(timeSpan('d.hh:mm:ss; empty: the default again.')),
      SyncCycleEnabled: may(truthValue('Whether cycles run by themselves.')),
      NextSyncCyclePolicyType: may(oneOf(policy, 'What the next cycle is.')),
      PurgeRunHistoryInterval: may(timeSpan('How long run history is kept.')),
      MaintenanceEnabled: may(truthValue('Whether run history is purged and certificates are renewed.')),
    },
    output: schedulerState,
  }),
  'Start-ADSyncSyncCycle': defineCmdlet({
    kind: 'change',
    synopsis: 'Starts a synchronisation cycle and answers at once.',
    parameters: { PolicyType: may(oneOf(policy, 'Delta (default) or Initial.', 0)) },
    output: done,
  }),
  'Stop-ADSyncSyncCycle': defineCmdlet({
    kind: 'change',
    synopsis: 'Stops the cycle under way after what it is writing at this moment.',
    parameters: {},
    output: done,
  }),
  'Get-ADSyncConnectorRunStatus': defineCmdlet({
    kind: 'view',
    synopsis: 'The run profiles at work; nothing when none is.',
    parameters: {},
    output: z.object({ RunState: z.literal('Busy'), ConnectorName: z.string(), RunProfileName: z.string() }),
  }),
  'Invoke-ADSyncRunProfile': defineCmdlet({
    kind: 'change',
    synopsis: 'Runs one run profile of one connector and waits for it.',
    parameters: { ConnectorName: connectorName, RunProfileName: oneOf(runProfiles, 'The run profile.', 1) },
    output: runHistoryRow,
  }),
  'Get-ADSyncRunProfileResult': defineCmdlet({
    kind: 'view',
    synopsis: 'Run history, newest first.',
    parameters: {
      ConnectorName: may(text('Of this connector only.', 0)),
      RunNumber: may(wholeNumber('This run only.')),
      NumberRequested: may(wholeNumber('At most so many; all when absent.')),
    },
    output: runHistoryRow,
  }),
  'Get-ADSyncConnector': defineCmdlet({
    kind: 'view',
    synopsis: 'The connectors of this server.',
    parameters: { Name: may(text('This one only.', 0)) },
    output: connectorRow,
  }),
  'Get-ADSyncRule': defineCmdlet({
    kind: 'view',
    synopsis: 'The synchronisation rules by precedence.',
    parameters: { Name: may(text('Rules whose name has this in it.', 0)) },
    output: z.looseObject({ name: z.string(), direction: z.string(), precedence: z.number() }),
  }),
  'Get-ADSyncCSObject': defineCmdlet({
    kind: 'view',
    synopsis: 'An object of a connector space.',
    parameters: {
      ConnectorName: connectorName,
      DistinguishedName: text('Its distinguished name; in the tenant’s space the source anchor.', 1),
    },
    output: z.looseObject({ id: z.string() }),
  }),
  'Get-ADSyncMVObject': defineCmdlet({
    kind: 'view',
    synopsis: 'An object of the metaverse with what it is joined to.',
    parameters: { Identifier: text('Its id in the metaverse.', 0) },
    output: z.looseObject({ id: z.string() }),
  }),
  'Get-ADSyncSchedulerConnectorOverride': defineCmdlet({
    kind: 'view',
    synopsis: 'Connectors whose next cycle is a full one for them alone.',
    parameters: { ConnectorName: may(connectorName) },
    output: z.object({
      ConnectorName: z.string(),
      FullImportRequired: z.boolean(),
      FullSyncRequired: z.boolean(),
    }),
  }),
  'Set-ADSyncSchedulerConnectorOverride': defineCmdlet({
    kind: 'change',
    synopsis: 'Makes the next cycle a full one for one connector.',
    parameters: {
      ConnectorName: connectorName,
      FullImportRequired: may(truthValue('Full instead of delta import.')),
      FullSyncRequired: may(truthValue('Full instead of delta synchronisation.')),
    },
    output: z.object({
      ConnectorName: z.string(),
      FullImportRequired: z.boolean(),
      FullSyncRequired: z.boolean(),
    }),
  }),
  'Get-ADSyncAADPasswordResetConfiguration': defineCmdlet({
    kind: 'view',
    synopsis: 'Whether password writeback is on.',
    parameters: { Connector: may(text('The tenant’s connector, such as contoso.onmicrosoft.com - AAD.', 0)) },
    output: passwordResetConfiguration,
  }),
  'Set-ADSyncAADPasswordResetConfiguration': defineCmdlet({
    kind: 'change',
    synopsis: 'Switches password writeback on or off; on again makes new keys.',
    parameters: {
      Connector: may(text('The tenant’s connector.', 0)),
      Enable: truthValue('$true or $false.'),
      Credential: adminCredential,
    },
    output: passwordResetConfiguration,
  }),
  'Get-ADSyncAADPasswordSyncConfiguration': defineCmdlet({
    kind: 'view',
    synopsis: 'Whether password hashes of a forest are synchronised.',
    parameters: { SourceConnector: may(connectorName) },
    output: passwordSyncConfiguration,
  }),
  'Set-ADSyncAADPasswordSyncConfiguration': defineCmdlet({
    kind: 'change',
    synopsis: 'Switches password hash synchronisation; off and on again sends all hashes anew.',
    parameters: {
      SourceConnector: may(connectorName),
      TargetConnector: may(text('The tenant’s connector.')),
      Enable: truthValue('$true or $false.'),
    },
    output: passwordSyncConfiguration,
  }),
  'Get-ADSyncAADCompanyFeature': defineCmdlet({
    kind: 'view',
    synopsis: 'The tenant’s features of directory synchronisation, as of now.',
    parameters: {},
    output: z.record(z.string(), z.boolean()),
  }),
  'Set-ADSyncAADCompanyFeature': defineCmdlet({
    kind: 'change',
    synopsis: 'Switches features of directory synchronisation in the tenant.',
    parameters: {
      ForcePasswordChangeOnLogOn: may(
        truthValue('“User must change password at next logon” is synchronised.'),
      ),
      SynchronizeUpnForManagedUsers: may(truthValue('Changed sign-in names reach licensed managed users.')),
      SoftMatchOnUpn: may(truthValue('The sign-in name is a criterion of soft match too.')),
      BlockSoftMatch: may(truthValue('No soft match at all.')),
      BlockCloudObjectTakeoverThroughHardMatch: may(
        truthValue('No take-over of cloud objects by their anchor.'),
      ),
      Credential: adminCredential,
    },
    output: z.record(z.string(), z.boolean()),
  }),
  'Get-ADSyncAutoUpgrade': defineCmdlet({
    kind: 'view',
    synopsis: 'Whether the product upgrades itself on this server.',
    parameters: {},
    output: autoUpgrade,
  }),
  'Set-ADSyncAutoUpgrade': defineCmdlet({
    kind: 'change',
    synopsis: 'Switches automatic upgrade; a server that does not qualify stays suspended.',
    parameters: { AutoUpgradeState: oneOf(['Enabled', 'Disabled'], 'Enabled or Disabled.', 0) },
    output: autoUpgrade,
  }),
  'Get-ADSyncExportDeletionThreshold': defineCmdlet({
    kind: 'view',
    synopsis: 'How many deletions an export may carry.',
    parameters: {},
    output: exportThreshold,
  }),
  'Enable-ADSyncExportDeletionThreshold': defineCmdlet({
    kind: 'change',
    synopsis: 'Stops exports that would delete more than so many objects.',
    parameters: { DeletionThreshold: wholeNumber('500 unless changed.', 0), Credential: adminCredential },
    output: exportThreshold,
  }),
  'Disable-ADSyncExportDeletionThreshold': defineCmdlet({
    kind: 'change',
    synopsis: 'Lets exports delete as many objects as they like.',
    parameters: { Credential: adminCredential },
    output: exportThreshold,
  }),
  'Set-ADSyncPasswordWritebackPermissions': defineCmdlet({
    kind: 'change',
    synopsis: 'Grants what password writeback needs.',
    parameters: permissionParameters,
    output: granted,
  }),
  'Set-ADSyncPasswordHashSyncPermissions': defineCmdlet({
    kind: 'change',
    synopsis: 'Grants reading all password hashes of the domain.',
    parameters: permissionParameters,
    output: granted,
  }),
  'Set-ADSyncUnifiedGroupWritebackPermissions': defineCmdlet({
    kind: 'change',
    synopsis:
      'Grants the connector account what group writeback needs; -ADobjectDN is the unit of the groups.',
    parameters: permissionParameters,
    output: granted,
  }),
  'Set-ADSyncBasicReadPermissions': defineCmdlet({
    kind: 'change',
    synopsis: 'Grants reading and writing the properties of what is synchronised.',
    parameters: permissionParameters,
    output: granted,
  }),
  'Invoke-ADSyncDiagnostics': defineCmdlet({
    kind: 'view',
    synopsis: 'Looks for what keeps synchronisation, password hashes and writeback from working.',
    parameters: {
      PasswordSync: present('Password hash synchronisation only.'),
      ADConnectorName: may(text('One forest only.')),
      DistinguishedName: may(text('What is with this one user.')),
    },
    output: finding,
  }),
  'Get-Service': defineCmdlet({
    kind: 'view',
    synopsis: 'Services of this server.',
    parameters: { Name: may(serviceName) },
    output: service,
  }),
  'Start-Service': defineCmdlet({
    kind: 'change',
    synopsis: 'Starts a service.',
    parameters: { Name: serviceName },
    output: service,
  }),
  'Stop-Service': defineCmdlet({
    kind: 'change',
    synopsis: 'Stops a service.',
    parameters: { Name: serviceName },
    output: service,
  }),
  'Restart-Service': defineCmdlet({
    kind: 'change',
    synopsis: 'Restarts a service.',
    parameters: { Name: serviceName },
    output: service,
  }),
  'Test-NetConnection': defineCmdlet({
    kind: 'view',
    synopsis: 'Whether a host of the cloud answers through this server’s network.',
    parameters: {
      ComputerName: text('A host such as ssprdedicatedsbprodscu.servicebus.windows.net.', 0),
      Port: may(wholeNumber('443 unless given.')),
    },
    output: z.object({
      ComputerName: z.string(),
      RemotePort: z.number(),
      TcpTestSucceeded: z.boolean(),
      Detail: z.string(),
    }),
  }),
  'Get-Date': defineCmdlet({
    kind: 'view',
    synopsis: 'The time by the clock of this server.',
    parameters: {},
    output: machineTime,
  }),
  'Set-Date': defineCmdlet({
    kind: 'change',
    synopsis: 'Sets the clock of this server forward or back; what it signs then has that time.',
    parameters: { Adjust: adjustment('By so much: 00:10:00, -00:10:00.') },
    output: machineTime,
  }),
  'Get-ADSyncServerConfiguration': defineCmdlet({
    kind: 'view',
    synopsis: 'The synchronisation settings, as the wizard of another server imports them.',
    parameters: {},
    output: syncSettings,
  }),
  'Get-ADSyncToolsTls12': defineCmdlet({
    kind: 'view',
    synopsis: 'What the registry of this server says about TLS 1.2.',
    parameters: {},
    output: registryValue,
  }),
  'Set-ADSyncToolsTls12': defineCmdlet({
    kind: 'change',
    synopsis:
      'Switches TLS 1.2 for programs that start on this server from now on; ADSync has to be restarted.',
    parameters: { Enabled: truthValue('$true or $false.') },
    output: registryValue,
  }),
  'Get-WinEvent': defineCmdlet({
    kind: 'view',
    synopsis: 'Rows of the Application log, newest first.',
    parameters: {
      ProviderName: may(text('Of this source only, such as PasswordResetService.')),
      Id: may(wholeNumber('With this id only.')),
      MaxEvents: may(wholeNumber('50 unless given.')),
    },
    output: z.object({
      TimeCreated: z.string(),
      Id: z.number(),
      ProviderName: z.string(),
      LevelDisplayName: z.string(),
      Message: z.string(),
    }),
  }),
} as const

export type ConnectCmdlet = keyof typeof connectCmdlets
export type CmdletOutput<Name extends ConnectCmdlet> = z.output<(typeof connectCmdlets)[Name]['output']>

/** A cmdlet by its name in any case. */
export const cmdletNamed = (typed: string): ConnectCmdlet | undefined =>
  connectCmdletNames.find((name) => name.toLowerCase() === typed.toLowerCase())

const isCmdlet = (name: string): name is ConnectCmdlet => Object.hasOwn(connectCmdlets, name)
export const connectCmdletNames: readonly ConnectCmdlet[] = Object.keys(connectCmdlets).filter(isCmdlet)

export const cmdletCall = z.strictObject({ parameters: z.record(z.string(), z.unknown()).default({}) })

export const cmdletAnswer = z.object({
  cmdlet: z.string(),
  /** What it wrote, in order; empty when it found nothing. */
  output: z.array(z.record(z.string(), z.unknown())),
})
export type CmdletAnswer = z.infer<typeof cmdletAnswer>

export const cmdletList = z.object({
  cmdlets: z.array(
    z.object({
      name: z.string(),
      synopsis: z.string(),
      kind: z.enum(['view', 'change']),
      parameters: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          mandatory: z.boolean(),
          position: z.number().optional(),
          values: z.array(z.string()).optional(),
          help: z.string(),
        }),
      ),
    }),
  ),
})
