/**
 * What the Connect server keeps on its disk: configuration, watermarks, writeback keys, scheduler, services, run history.
 * Read from the store each time it is needed, so that restoring a snapshot changes everything at once.
 */
import type {
  AutoUpgradeState,
  InstalledComponents,
  RunHistoryRow,
  UserMatching,
  WizardSignInMethod,
} from '#core/contracts/connect.ts'
import type { GroupToWriteBack } from '#core/contracts/provisioning.ts'
import type { Collection, Instant, Lab, StoredRecord } from '#core/ports.ts'
import type { ContainerScope } from '#core/sync/container-scope.ts'
import { type AttributeFiltering, leftOutBy } from '#core/sync/rules/attributes-of-apps.ts'
import type { RuleChoices } from '#core/sync/rules/rule-sets.ts'

export interface ForestConfiguration {
  /** DNS name of the forest; also the name of its connector. */
  readonly name: string
  readonly netbiosName: string
  readonly baseDn: string
  /** The AD DS connector account. */
  readonly account: { readonly username: string; readonly password: string }
  readonly scope: ContainerScope
  /** “Sign and encrypt LDAP traffic” of the connector’s properties; on unless it was taken off. */
  readonly signAndEncrypt?: boolean
}

/** `connect.configuration`, one row. Absent: nothing is installed. */
export interface Configuration extends StoredRecord {
  readonly installedAt: Instant
  readonly forests: readonly ForestConfiguration[]
  readonly cloud: {
    readonly tenantId: string
    readonly initialDomain: string
    readonly account: { readonly username: string; readonly password: string }
    /** Another name of the connector than the tenant’s initial domain gives it. */
    readonly connectorName?: string
  }
  readonly passwordHashSync: boolean
  readonly stagingMode: boolean
  /** DN of the group whose direct members alone are synchronised (“Filter users and devices”). */
  readonly pilotGroup?: string
  /** How people with accounts in several forests are told; absent: everybody has one account. */
  readonly userMatching?: UserMatching
  /** The attribute that is the source anchor of users; absent: ms-DS-ConsistencyGuid. */
  readonly sourceAnchor?: string
  /** “Azure AD app and attribute filtering”; absent: everything flows. */
  readonly attributeFiltering?: AttributeFiltering
  /** “Directory extensions”; absent: none. */
  readonly directoryExtensions?: { readonly appId: string; readonly attributes: readonly string[] }
  /** Forests whose domain has the computer account of seamless single sign-on. */
  readonly singleSignOn?: readonly string[]
  /** “Device writeback”, for which a device container was made. */
  readonly deviceWriteback?: boolean
  /** “Group writeback”: the unit of a forest that groups of the tenant are written to; absent: off. */
  readonly groupWriteback?: { readonly forest: string; readonly container: string }
  /** Get-ADSyncAutoUpgrade; absent: as the installation left it. */
  readonly autoUpgrade?: AutoUpgradeState
  /** “Privacy settings”: application telemetry; absent: on. */
  readonly telemetry?: boolean
  /** “Install required components”, as chosen. */
  readonly components?: InstalledComponents
  /** How users sign in, as the wizard last set it. */
  readonly userSignIn?: WizardSignInMethod
}

/** `connect.writeback`, one row while password writeback is onboarded. */
export interface WritebackRegistration extends StoredRecord {
  readonly onboardedAt: Instant
  readonly keyVersion: number
  /** When the keys were last renewed; absent: at onboarding. */
  readonly keysMadeAt?: Instant
  /** PKCS #8 PEM. */
  readonly privateKey: string
  readonly relaySecret: string
  readonly relayPath: string
  /** Connectors that were there when it was switched on. */
  readonly forests: readonly string[]
}

/** `connect.watermarks`, id = connector: how far it has read. */
export interface Watermark extends StoredRecord {
  /** Highest uSNChanged read; undefined for the tenant. */
  readonly usn: number
  /** The tenant's cookie. */
  readonly cookie: string
}

/** `connect.company`, one row: what the tenant said about itself at the last import. */
export interface Company extends StoredRecord {
  /** Lower case. */
  readonly verifiedDomains: readonly string[]
  readonly features: Readonly<Record<string, boolean>>
  readonly deletionThreshold: number
  /** The version that is released for automatic upgrade; null or absent: none. */
  readonly connectRelease?: string | null
}

/** `connect.version`, one row once the product has upgraded itself. */
export interface InstalledVersion extends StoredRecord {
  readonly version: string
}

/** `connect.password-watermarks`, id = connector: how far password hashes were read and sent. */
export interface PasswordWatermark extends StoredRecord {
  readonly usn: number
  readonly lastTalkAt: Instant
}

/** `connect.written-groups`, id = object id of a group of the tenant that is to be, or is, in Active Directory. */
export interface WrittenGroup extends StoredRecord {
  /** As last imported from the tenant; null: gone there. */
  readonly wanted: GroupToWriteBack | null
  /** Where it stands, once Active Directory has taken it. */
  readonly dn: string | null
  /** As Active Directory last took it. */
  readonly written: Readonly<Record<string, readonly string[]>>
}

/** `connect.scheduler`, one row. */
export interface SchedulerConfiguration extends StoredRecord {
  readonly syncCycleEnabled: boolean
  readonly maintenanceEnabled: boolean
  readonly customizedIntervalMs: number | null
  /** How long run history is kept; absent: seven days. */
  readonly purgeRunHistoryMs?: number
  readonly nextPolicy: 'Delta' | 'Initial'
  readonly nextCycleAt: Instant
}

/** `connect.overrides`, id = connector: its next cycle is a full one. */
export interface ConnectorOverride extends StoredRecord {
  readonly fullImport: boolean
  readonly fullSync: boolean
}

export const serviceNames = {
  ADSync: 'Microsoft Azure AD Sync',
  AzureADConnectAuthenticationAgent: 'Microsoft Azure AD Connect Authentication Agent',
} as const
export type ServiceName = keyof typeof serviceNames

/** `connect.services`, id = name. */
export interface ServiceState extends StoredRecord {
  readonly running: boolean
}

/** `connect.runs`, id = run number. */
export interface StoredRun extends StoredRecord {
  readonly row: RunHistoryRow
}

export interface ServerState {
  readonly configurations: Collection<Configuration>
  readonly writeback: Collection<WritebackRegistration>
  readonly watermarks: Collection<Watermark>
  readonly company: Collection<Company>
  readonly versions: Collection<InstalledVersion>
  /** AD connector space objects whose hash the tenant has not had yet. */
  readonly passwordDue: Collection<StoredRecord>
  readonly passwordWatermarks: Collection<PasswordWatermark>
  readonly writtenGroups: Collection<WrittenGroup>
  readonly scheduler: Collection<SchedulerConfiguration>
  readonly overrides: Collection<ConnectorOverride>
  readonly services: Collection<ServiceState>
  readonly runs: Collection<StoredRun>
}

export const onlyRow = 'this server'

/** Opens the server's collections. */
export function openServerState({ store }: Lab): ServerState {
  return {
    configurations: store.collection('connect.configuration'),
    writeback: store.collection('connect.writeback'),
    watermarks: store.collection('connect.watermarks'),
    company: store.collection('connect.company'),
    versions: store.collection('connect.version'),
    passwordDue: store.collection('connect.password-due'),
    passwordWatermarks: store.collection('connect.password-watermarks'),
    writtenGroups: store.collection('connect.written-groups'),
    scheduler: store.collection('connect.scheduler'),
    overrides: store.collection('connect.overrides'),
    services: store.collection('connect.services'),
    runs: store.collection('connect.runs'),
  }
}

/** What of the rules the configuration changes. */
export const ruleChoicesOf = ({
  attributeFiltering,
  directoryExtensions,
  sourceAnchor,
}: Pick<Configuration, 'attributeFiltering' | 'directoryExtensions' | 'sourceAnchor'>): RuleChoices => ({
  leftOut: leftOutBy(attributeFiltering),
  extensions: directoryExtensions,
  anchorAttribute: sourceAnchor,
})

export const configurationOf = (state: ServerState): Configuration | undefined =>
  state.configurations.get(onlyRow)
export const writebackOf = (state: ServerState): WritebackRegistration | undefined =>
  state.writeback.get(onlyRow)
export const isServiceRunning = (state: ServerState, name: ServiceName): boolean =>
  state.services.get(name)?.running ?? true
