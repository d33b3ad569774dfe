/** What the wizard holds while it is open. Passwords are elsewhere (wizard.ts): a draft can be shown. */
import type {
  InstalledComponents,
  OptionalFeatures,
  UserMatching,
  WizardPage,
  WizardSignInMethod,
  WizardState,
} from '#core/contracts/connect.ts'
import type { SyncSettings } from '#core/contracts/sync-settings.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { dnKey } from '#core/sync/container-scope.ts'
import type { AttributeFiltering } from '#core/sync/rules/attributes-of-apps.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import type { Road, WizardTask } from './wizard-pages.ts'

export type Unit = WizardState['organizationalUnits'][number]
export type Suffix = NonNullable<WizardState['upnSuffixes']>[number]

/** What the pages let one choose. */
export interface Choices {
  readonly units: readonly Unit[]
  readonly features: OptionalFeatures
  /** Where *Group writeback* writes to. */
  readonly groupWritebackContainer: string | null
  readonly signInMethod: WizardSignInMethod
  readonly pilotGroup: string | null
  readonly stagingMode: boolean
  readonly userMatching: UserMatching
  /** An attribute; `managed` before the first installation: the product chooses. */
  readonly sourceAnchor: string
  readonly filtering: AttributeFiltering
  /** Attributes that go out as directory extensions. */
  readonly extensions: readonly string[]
  readonly singleSignOn: boolean
  readonly components: InstalledComponents
  /** Forests that are to get a connector. */
  readonly added: readonly { readonly name: string; readonly account: string }[]
}

export interface Draft extends Choices {
  readonly open: boolean
  readonly page: WizardPage
  readonly road: Road
  readonly task?: WizardTask
  readonly signedInAs?: string
  readonly suffixes: readonly Suffix[]
  readonly deviceOption?: NonNullable<WizardState['deviceOption']>
  readonly federationTask?: NonNullable<WizardState['federationTask']>
  /** Text attributes of the forests’ schema. */
  readonly availableExtensions: readonly string[]
  /** Forests for which the open page has an administrator. */
  readonly signedInForests: readonly string[]
  /** Single sign-on is to be switched on, and wants an administrator of each domain. */
  readonly asksDomainAdmins: boolean
  readonly findings: NonNullable<WizardState['findings']>
  readonly startSynchronization: boolean
  /** Settings of another server that are being taken over. */
  readonly imported: SyncSettings | null
  readonly progress: WizardState['progress']
  readonly refusal?: ConnectRefusal
}

export const closed: Draft = {
  open: false,
  page: 'welcome',
  road: 'customize-synchronization-options',
  units: [],
  features: {
    exchangeHybrid: false,
    exchangeMailPublicFolders: false,
    attributeFiltering: false,
    passwordHashSync: false,
    passwordWriteback: false,
    groupWriteback: false,
    deviceWriteback: false,
    directoryExtensions: false,
  },
  groupWritebackContainer: null,
  signInMethod: 'password-hash-sync',
  pilotGroup: null,
  stagingMode: false,
  userMatching: 'once',
  sourceAnchor: 'managed',
  filtering: { apps: null, leftOut: [] },
  extensions: [],
  singleSignOn: false,
  components: {},
  added: [],
  availableExtensions: [],
  signedInForests: [],
  asksDomainAdmins: false,
  findings: [],
  startSynchronization: true,
  imported: null,
  suffixes: [],
  progress: [],
}

/** The units with the new selection; every one named must be there. */
export function selectUnits(
  units: readonly Unit[],
  selected: readonly string[],
): Result<readonly Unit[], ConnectRefusal> {
  const keys = new Set(selected.map(dnKey))
  const known = new Set(units.map(({ dn }) => dnKey(dn)))
  const unknown = selected.find((dn) => !known.has(dnKey(dn)))
  if (unknown !== undefined) return fail(refusal('WizardUnknownOrganizationalUnit', unknown))
  if (keys.size === 0) return fail(refusal('WizardNothingSelected'))
  return ok(units.map(({ dn }) => ({ dn, selected: keys.has(dnKey(dn)) })))
}
