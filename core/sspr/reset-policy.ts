/** The Password reset blades: defaults, the portal API's spelling of them, and what may not be saved (writeback.md §2.1). */
import { type PasswordResetPolicies, passwordResetPolicies } from '#core/contracts/sspr.ts'
import type { PasswordResetPolicy } from '#core/entra/model.ts'

const scopes = ['None', 'Selected', 'All'] as const

export function toPortal(policy: PasswordResetPolicy, tenantId: string): PasswordResetPolicies {
  const { methods, registration, notifications, helpdesk } = policy
  return {
    objectId: tenantId,
    enablementType: policy.enabled === 'None' ? 0 : policy.enabled === 'Selected' ? 1 : 2,
    passwordResetEnabledGroupIds: policy.groupId === null ? [] : [policy.groupId],
    numberOfAuthenticationMethodsRequired: policy.methodsRequired,
    emailOptionEnabled: methods.email,
    mobilePhoneOptionEnabled: methods.mobilePhone,
    officePhoneOptionEnabled: methods.officePhone,
    securityQuestionsOptionEnabled: methods.securityQuestions,
    mobileAppNotificationEnabled: methods.appNotification,
    mobileAppCodeEnabled: methods.appCode,
    registrationRequiredOnSignIn: registration.required,
    registrationReconfirmIntevalInDays: registration.reconfirmDays,
    notifyUsersOnPasswordReset: notifications.users,
    notifyOnAdminPasswordReset: notifications.admins,
    customizeHelpdeskLink: helpdesk.customized,
    customHelpdeskEmailOrUrl: helpdesk.emailOrUrl,
  }
}

export function fromPortal(portal: PasswordResetPolicies, before: PasswordResetPolicy): PasswordResetPolicy {
  return {
    ...before,
    enabled: scopes[portal.enablementType],
    groupId: portal.passwordResetEnabledGroupIds[0] ?? null,
    methodsRequired: portal.numberOfAuthenticationMethodsRequired,
    methods: {
      email: portal.emailOptionEnabled,
      mobilePhone: portal.mobilePhoneOptionEnabled,
      officePhone: portal.officePhoneOptionEnabled,
      securityQuestions: portal.securityQuestionsOptionEnabled,
      appNotification: portal.mobileAppNotificationEnabled,
      appCode: portal.mobileAppCodeEnabled,
    },
    registration: {
      required: portal.registrationRequiredOnSignIn,
      reconfirmDays: portal.registrationReconfirmIntevalInDays,
    },
    notifications: { users: portal.notifyUsersOnPasswordReset, admins: portal.notifyOnAdminPasswordReset },
    helpdesk: { customized: portal.customizeHelpdeskLink, emailOrUrl: portal.customHelpdeskEmailOrUrl },
  }
}

/** A PUT names what changes; everything else stays. `objectId` is the tenant's and is not written. */
export const policyUpdate = passwordResetPolicies.partial().strict()

export interface FieldError {
  readonly field: string
  readonly message: string
}

type GroupCheck = (id: string) => boolean

/** Everything that may not be saved, by the field that is wrong. */
export function policyErrors(policy: PasswordResetPolicies, groupExists: GroupCheck): FieldError[] {
  return [...scopeErrors(policy, groupExists), ...methodErrors(policy), ...helpdeskErrors(policy)]
}

/** Selected without a group may be saved: users then meet SSPR_0011. */
function scopeErrors(
  { passwordResetEnabledGroupIds: groups }: PasswordResetPolicies,
  groupExists: GroupCheck,
): FieldError[] {
  const field = 'passwordResetEnabledGroupIds'
  if (groups.length > 1) return [{ field, message: 'Choose one group only; groups inside it count too.' }]
  const [group] = groups
  if (group !== undefined && !groupExists(group)) return [{ field, message: 'There is no such group.' }]
  return []
}

function methodErrors(policy: PasswordResetPolicies): FieldError[] {
  const required = policy.numberOfAuthenticationMethodsRequired
  const app = policy.mobileAppCodeEnabled || policy.mobileAppNotificationEnabled
  const others = [
    policy.emailOptionEnabled,
    policy.mobilePhoneOptionEnabled,
    policy.officePhoneOptionEnabled,
    policy.securityQuestionsOptionEnabled,
  ].filter(Boolean).length
  const field = 'numberOfAuthenticationMethodsRequired'
  if (others + (app ? 1 : 0) < required)
    return [{ field, message: 'Fewer methods are chosen than are required to reset.' }]
  if (app && others < required)
    return [
      {
        field: 'mobileAppCodeEnabled',
        message: `The authenticator app needs ${required} other method${required === 1 ? '' : 's'} beside it.`,
      },
    ]
  return []
}

function helpdeskErrors({
  customizeHelpdeskLink,
  customHelpdeskEmailOrUrl: link,
}: PasswordResetPolicies): FieldError[] {
  if (!customizeHelpdeskLink) return []
  const isMail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(link)
  if (isMail || isWebAddress(link)) return []
  return [{ field: 'customHelpdeskEmailOrUrl', message: 'Enter an e-mail address or an http(s) address.' }]
}

const isWebAddress = (text: string): boolean => URL.canParse(text) && /^https?:/i.test(text)
