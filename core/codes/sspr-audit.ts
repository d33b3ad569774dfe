/** Audit activities of password reset, with the published names (writeback.md §9.2). */
import type { AuditEntry } from '#core/entra/audit-row.ts'

type Activity = Pick<AuditEntry, 'activity' | 'service' | 'category' | 'operation'>

const sspr = (activity: string, operation: AuditEntry['operation'] = 'Update'): Activity => ({
  activity,
  service: 'Self-service Password Management',
  category: 'UserManagement',
  operation,
})
const directory = (activity: string): Activity => ({ ...sspr(activity), category: 'DirectoryManagement' })
const methods = (activity: string): Activity => ({ ...sspr(activity), service: 'Authentication Methods' })

export const ssprActivities = {
  blocked: sspr('Blocked from self-service password reset'),
  change: sspr('Change password (self-service)'),
  resetByAdmin: sspr('Reset password (by admin)'),
  resetBySelf: sspr('Reset password (self-service)'),
  progress: sspr('Self-service password reset flow activity progress'),
  unlock: sspr('Unlock user account (self-service)'),
  registered: sspr('User registered for self-service password reset'),
  infoSaved: sspr('Security info saved for self-service password reset'),
  policyChanged: directory('Self-service password reset policy changes'),
  writebackEnabled: directory('Enable password writeback for directory'),
  writebackDisabled: directory('Disable password writeback for directory'),
  startedReset: methods('User started password reset'),
  startedChange: methods('User started password change'),
  adminStartedReset: methods('Admin started password reset'),
  startedRegistration: methods('User started security info registration'),
  registeredInfo: methods('User registered security info'),
  registeredAll: methods('User registered all required security info'),
  fraudReported: methods('Fraud reported - no action taken'),
} as const satisfies Record<string, Activity>

export type SsprActivity = keyof typeof ssprActivities

/** How the flow rows name a method (writeback.md §9.3). */
export const methodWords = {
  email: 'email',
  mobileSms: 'mobile SMS',
  mobileCall: 'mobile voice call',
  officeCall: 'office voice call',
  securityQuestions: 'security questions',
  appNotification: 'mobile app notification',
  appCode: 'mobile app code',
} as const

/** What the row of a registration names. */
export const registeredWords = {
  mobilePhone: 'Mobile phone',
  email: 'Email',
  authenticator: 'Authenticator app',
  securityQuestions: 'Security questions',
} as const

/** `resultReason` of the rows that a flow leaves on its way. */
export const progressReasons = {
  submittedUserId: 'User submitted their user ID',
  presented: 'User was presented with verification options',
  completedAll: 'User completed all verification steps required to reset their password',
  submittedPassword: 'User submitted a new password',
  resetDone: 'User successfully reset password',
  cancelled: 'User cancelled before passing the required authentication methods',
  abandonedGates: 'User abandoned before passing the required authentication methods',
  abandonedPassword: 'User abandoned before selecting a new password',
} as const

export const startedMethod = (method: keyof typeof methodWords): string =>
  `User started the ${methodWords[method]} verification option`
export const completedMethod = (method: keyof typeof methodWords): string =>
  `User completed the ${methodWords[method]} verification option`
