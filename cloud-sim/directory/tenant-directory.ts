/**
 * The tenant's records: the one way to read and change them. Records are immutable and replaced; every change happens
 * inside `transaction`, so that it is one line on disk or nothing.
 */

import type { CoreDirectoryActivity } from '#core/codes/audit.ts'
import type {
  Application,
  AppRoleAssignment,
  PermissionGrant,
  ServicePrincipal,
} from '#core/entra/applications.ts'
import type {
  Actor,
  AuditEntry,
  AuditRow,
  AuditTarget,
  ModifiedProperty,
  SignInEntry,
} from '#core/entra/audit-row.ts'
import type {
  AdministrativeUnit,
  CloudGroup,
  CloudUser,
  DirectLicences,
  Link,
  PasswordResetPolicy,
  RegisteredMethods,
  SmartLockoutState,
  Subscription,
  Tenant,
  WritebackAgent,
} from '#core/entra/model.ts'
import type { SignInRow } from '#core/entra/sign-in-row.ts'
import type { ServicePlanName } from '#core/entra/skus.ts'
import type { Collection, Lab, StoredRecord } from '#core/ports.ts'
import { type Applications, createApplications } from './applications.ts'
import { type ChangeLog, createChangeLog } from './change-log.ts'
import type { EventRows } from './event-rows.ts'
import { createGroupRecords, type GroupRecords } from './group-records.ts'
import { keptChanges } from './kept-changes.ts'
import { createLinkTable, type LinkTable } from './link-table.ts'
import { createLogs } from './logs.ts'
import { createMembership, type Membership } from './membership.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { createSingles, type Singles } from './single-records.ts'
import { createUserRecords, type UserRecords } from './user-records.ts'

export interface TenantCollections {
  readonly users: Collection<CloudUser>
  readonly groups: Collection<CloudGroup>
  readonly links: Collection<Link>
  readonly methods: Collection<RegisteredMethods>
  readonly lockouts: Collection<SmartLockoutState>
  readonly subscriptions: Collection<Subscription>
  readonly directLicences: Collection<DirectLicences>
  readonly activatedRoles: Collection<StoredRecord>
  readonly tenant: Collection<Tenant>
  readonly passwordReset: Collection<PasswordResetPolicy>
  readonly agent: Collection<WritebackAgent>
  readonly applications: Collection<Application>
  readonly servicePrincipals: Collection<ServicePrincipal>
  readonly grants: Collection<PermissionGrant>
  readonly appRoleAssignments: Collection<AppRoleAssignment>
  readonly units: Collection<AdministrativeUnit>
}

export interface Logs {
  /** Writes an audit row: event `audit.recorded` with the Graph row as its data. */
  recordAudit(entry: AuditEntry): AuditRow
  /** A row of Core Directory. */
  recordChange(
    activity: CoreDirectoryActivity,
    by: Actor,
    target: AuditTarget,
    correlationId: string,
    properties?: readonly ModifiedProperty[],
  ): AuditRow
  /** Event `sign-in.recorded` with the Graph row as its data. */
  recordSignIn(entry: Omit<SignInEntry, 'at'>): SignInRow
  readonly audits: EventRows<AuditRow>
  readonly signIns: EventRows<SignInRow>
}

export interface TenantDirectory extends UserRecords, GroupRecords, Singles, Passwords, Membership, Logs {
  readonly lab: Lab
  readonly tenantId: string
  readonly links: LinkTable
  readonly applications: Applications
  readonly units: Collection<AdministrativeUnit>
  readonly userChanges: ChangeLog
  readonly groupChanges: ChangeLog
  /** Runs the change at once; one journal line for all of it, none when it throws. */
  transaction<Answer>(change: () => Answer): Promise<Answer>
  /** Plans that are on for a user, by direct and group licences. */
  plansOf(user: CloudUser): ReadonlySet<ServicePlanName>
  /** Stops listening to the lab. */
  close(): void
}

const collectionsOf = ({ store }: Lab): TenantCollections => ({
  users: store.collection('cloud.users'),
  groups: store.collection('cloud.groups'),
  links: store.collection('cloud.links'),
  methods: store.collection('cloud.authentication-methods'),
  lockouts: store.collection('cloud.smart-lockouts'),
  subscriptions: store.collection('cloud.subscriptions'),
  directLicences: store.collection('cloud.direct-licences'),
  activatedRoles: store.collection('cloud.activated-roles'),
  tenant: store.collection('cloud.tenant'),
  passwordReset: store.collection('cloud.password-reset'),
  agent: store.collection('cloud.writeback-agent'),
  applications: store.collection('cloud.applications'),
  servicePrincipals: store.collection('cloud.service-principals'),
  grants: store.collection('cloud.grants'),
  appRoleAssignments: store.collection('cloud.app-role-assignments'),
  units: store.collection('cloud.administrative-units'),
})

export function createTenantDirectory(lab: Lab): TenantDirectory {
  const collections = collectionsOf(lab)
  const links = createLinkTable(collections.links)
  const users = createUserRecords(collections)
  const groups = createGroupRecords(collections)
  const singles = createSingles(collections)
  const { logs, stop } = createLogs(lab)
  const membership = createMembership(groups, singles, links)
  const passwords = createPasswords(lab, collections, users, logs)
  return {
    lab,
    tenantId: lab.tenantId,
    links,
    applications: createApplications(collections),
    units: collections.units,
    userChanges: createChangeLog(collections.users, {
      kept: keptChanges(lab.store, 'cloud.user-change-log'),
    }),
    groupChanges: createChangeLog(collections.groups, {
      links: collections.links,
      kept: keptChanges(lab.store, 'cloud.group-change-log'),
    }),
    transaction: (change) => lab.store.transaction(change),
    close: stop,
    ...users,
    ...groups,
    ...singles,
    ...membership,
    ...passwords,
    // `logs` holds live indexes, so its getters are copied as references.
    recordAudit: logs.recordAudit,
    recordChange: logs.recordChange,
    recordSignIn: logs.recordSignIn,
    audits: logs.audits,
    signIns: logs.signIns,
  }
}
