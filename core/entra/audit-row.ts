/** A row of the audit log as Graph's `directoryAudit` shows it, and what a part says to have one written. */
import type { Instant } from '#core/ports.ts'
import type { AppliedPolicy } from './conditional-access.ts'

/** Who did it. Values of a person without an address: `ipAddress` is an empty string. */
export type Actor =
  | {
      readonly kind: 'user'
      readonly id: string
      readonly userPrincipalName: string
      readonly displayName?: string | null
      readonly ipAddress?: string
    }
  | {
      readonly kind: 'app'
      readonly appId: string | null
      readonly displayName: string
      readonly servicePrincipalId?: string | null
    }

export interface ModifiedProperty {
  readonly displayName: string
  /** JSON-encoded, as Graph gives them: `"\"x\""`, `"[\"2026-…Z\"]"`. */
  readonly oldValue: string | null
  readonly newValue: string | null
}

export interface AuditTarget {
  readonly id: string
  readonly displayName: string | null
  readonly type:
    | 'User'
    | 'Group'
    | 'ServicePrincipal'
    | 'Application'
    | 'Role'
    | 'Directory'
    | 'Policy'
    | 'Other'
  readonly userPrincipalName?: string | null
  readonly groupType?: 'unifiedGroups' | 'azureAD' | null
  readonly modifiedProperties?: readonly ModifiedProperty[]
}

export interface AuditEntry {
  readonly activity: string
  readonly service: 'Core Directory' | 'Self-service Password Management' | 'Authentication Methods' | 'B2C'
  readonly category:
    | 'UserManagement'
    | 'GroupManagement'
    | 'RoleManagement'
    | 'AdministrativeUnit'
    | 'ApplicationManagement'
    | 'DirectoryManagement'
    | 'Policy'
  readonly operation: 'Add' | 'Update' | 'Delete' | 'Assign' | 'Unassign' | 'Other'
  readonly by: Actor
  readonly targets: readonly AuditTarget[]
  readonly correlationId: string
  /** success unless said otherwise. */
  readonly result?: 'success' | 'failure' | 'timeout'
  readonly resultReason?: string | null
  readonly details?: Readonly<Record<string, string>>
}

/** Graph's shape; a type, so that it is an event's data as it is. */
export type AuditRow = {
  readonly id: string
  readonly category: string
  readonly correlationId: string
  readonly result: 'success' | 'failure' | 'timeout'
  readonly resultReason: string | null
  readonly activityDisplayName: string
  readonly activityDateTime: string
  readonly loggedByService: string
  readonly operationType: string
  readonly initiatedBy: {
    readonly app: {
      readonly appId: string | null
      readonly displayName: string
      readonly servicePrincipalId: string | null
      readonly servicePrincipalName: null
    } | null
    readonly user: {
      readonly id: string
      readonly displayName: string | null
      readonly userPrincipalName: string
      readonly ipAddress: string
      readonly userType: null
      readonly homeTenantId: null
      readonly homeTenantName: null
    } | null
  }
  readonly targetResources: readonly {
    readonly id: string
    readonly displayName: string | null
    readonly type: string
    readonly userPrincipalName: string | null
    readonly groupType: 'unifiedGroups' | 'azureAD' | null
    readonly modifiedProperties: readonly ModifiedProperty[]
  }[]
  readonly additionalDetails: readonly { readonly key: string; readonly value: string }[]
}

/** Who did it, as a row shows them. */
export const initiator = (by: Actor): AuditRow['initiatedBy'] =>
  by.kind === 'app'
    ? {
        app: {
          appId: by.appId,
          displayName: by.displayName,
          servicePrincipalId: by.servicePrincipalId ?? null,
          servicePrincipalName: null,
        },
        user: null,
      }
    : {
        app: null,
        user: {
          id: by.id,
          displayName: by.displayName ?? null,
          userPrincipalName: by.userPrincipalName,
          ipAddress: by.ipAddress ?? '',
          userType: null,
          homeTenantId: null,
          homeTenantName: null,
        },
      }

const none: readonly never[] = Object.freeze([])

export const auditRow = (
  id: string,
  entry: Omit<AuditEntry, 'by'>,
  activityDateTime: string,
  initiatedBy: AuditRow['initiatedBy'],
): AuditRow => ({
  id,
  category: entry.category,
  correlationId: entry.correlationId,
  result: entry.result ?? 'success',
  resultReason: entry.resultReason === undefined ? '' : entry.resultReason,
  activityDisplayName: entry.activity,
  activityDateTime,
  loggedByService: entry.service,
  operationType: entry.operation,
  initiatedBy,
  targetResources: entry.targets.map((target) => ({
    id: target.id,
    displayName: target.displayName,
    type: target.type,
    userPrincipalName: target.userPrincipalName ?? null,
    groupType: target.groupType ?? null,
    modifiedProperties: target.modifiedProperties ?? none,
  })),
  additionalDetails:
    entry.details === undefined
      ? none
      : Object.entries(entry.details).map(([key, value]) => ({ key, value })),
})

/** A change of one property as an audit row tells it. */
export const modified = (displayName: string, oldValue: unknown, newValue: unknown): ModifiedProperty => ({
  displayName,
  oldValue: oldValue === undefined || oldValue === null ? null : `[${JSON.stringify(oldValue)}]`,
  newValue: newValue === undefined || newValue === null ? null : `[${JSON.stringify(newValue)}]`,
})

/** What a sign-in attempt leaves in the log. */
export interface SignInEntry {
  readonly user: {
    readonly id: string
    readonly userPrincipalName: string
    readonly displayName: string
  } | null
  /** What was typed, when no user is known by it. */
  readonly userPrincipalName: string
  readonly app: { readonly appId: string; readonly displayName: string; readonly servicePrincipalId?: string }
  readonly resource: { readonly appId: string; readonly displayName: string }
  /** 0: success; else an AADSTS number. */
  readonly errorCode: number
  readonly failureReason: string
  readonly kind: 'interactiveUser' | 'nonInteractiveUser' | 'servicePrincipal'
  readonly clientAppUsed: string
  readonly protocol: 'none' | 'oAuth2' | 'ropc' | 'deviceCode'
  readonly ipAddress: string
  readonly userAgent: string
  readonly correlationId: string
  /** The first factor, where one was tried. */
  readonly authentication?: {
    readonly method: string
    readonly detail: string
    readonly succeeded: boolean
    readonly result: string
  }
  /** The second factor, where one was given, tried, or remembered from an earlier sign-in. */
  readonly secondFactor?: SecondFactorEntry
  /** What the tenant's policies said; absent where nobody was asked. */
  readonly access?: {
    readonly policies: readonly AppliedPolicy[]
    readonly sources: readonly SecondFactorSource[]
  }
  readonly at: Instant
}

export type SecondFactorSource = 'conditionalAccess' | 'perUserMfa' | 'securityDefaults'

export interface SecondFactorEntry {
  readonly method: string
  /** Masked number. */
  readonly detail: string
  readonly succeeded: boolean
  readonly result: string
}
