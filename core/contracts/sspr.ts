/**
 * The password reset API: what the public reset page, the registration page and the change-password page call. Paths below
 * the cloud's origin; also in the OpenAPI document. Every refusal is `ssprRefusal` with HTTP 403 (a gate said no), 400
 * (malformed), 409 (wrong moment), 410 (session over) or 429 (throttled).
 *
 * POST /passwordreset/v1/captcha                     → captcha challenge
 * POST /passwordreset/v1/sessions                    ← startRequest → sessionState        (who are you + captcha)
 * GET  /passwordreset/v1/sessions/{id}               → sessionState
 * POST /passwordreset/v1/sessions/{id}/intent        ← {intent: reset|unlock}
 * POST /passwordreset/v1/sessions/{id}/challenges    ← {method, phoneNumber?}             (sends the code)
 * POST /passwordreset/v1/sessions/{id}/verifications ← {method, code}
 * POST /passwordreset/v1/sessions/{id}/reset         ← {newPassword}
 * POST /passwordreset/v1/sessions/{id}/unlock        ← {}
 * DELETE /passwordreset/v1/sessions/{id}             (cancelled by the user)
 * POST /passwordreset/v1/sessions/{id}/push          ← {code, approve, number?}           (the phone: a tap in the app, # in a call)
 * POST /passwordreset/v1/contact-administrator       ← {userId, correlationId}            (after a refused start)
 *
 * With the user's bearer token (or the sign-in flow's registration ticket as bearer):
 * GET  /passwordreset/v1/registration                → registrationState
 * POST /passwordreset/v1/registration/challenges     ← {method: mobilePhone|email, value}
 * POST /passwordreset/v1/registration/verifications  ← {method, code}
 * POST /passwordreset/v1/registration/authenticator  ← {}  → {secret, uri}                (then a verification with its code)
 * POST /passwordreset/v1/registration/authenticator/verifications ← {code}
 * POST /passwordreset/v1/registration/questions      ← {answers: [{question, answer}]}
 * POST /passwordreset/v1/registration/complete       → {resumeUrl?}
 * POST /passwordreset/v1/change                      ← {oldPassword, newPassword} → 204
 */
import { z } from 'zod'

export const resetMethods = [
  'email',
  'mobileSms',
  'mobileCall',
  'officeCall',
  'securityQuestions',
  'appNotification',
  'appCode',
] as const
export type ResetMethod = (typeof resetMethods)[number]

export const captchaAnswer = z.object({
  captchaId: z.string(),
  /** SVG markup of the picture. */ image: z.string(),
})
export const startRequest = z.strictObject({
  userId: z.string().max(256),
  /** Tenant id, for labs that share a domain name (decision 4); absent: the first lab of the user's domain. */
  tenant: z.string().max(64).optional(),
  captchaId: z.string(),
  captcha: z.string().max(32),
})

export const sessionPages = ['intent', 'verify', 'new-password', 'unlock', 'done'] as const
export const sessionState = z.object({
  id: z.string(),
  page: z.enum(sessionPages),
  /** Which gate of how many. */
  gate: z.number().int(),
  gates: z.number().int(),
  /** Methods still on offer at this gate with a masked hint. */
  methods: z.array(
    z.object({ method: z.enum(resetMethods), hint: z.string(), needsFullNumber: z.boolean() }),
  ),
  intent: z.enum(['reset', 'unlock']).optional(),
  /** Support code; also the correlation id of the journal and the audit rows. */
  correlationId: z.string(),
  /** The security questions that were asked; the answers go into `code`, one a line. */
  questions: z.array(z.string()).optional(),
  /** A notification or call that waits for the phone; `number` is to be typed into the authenticator app. */
  onPhone: z
    .object({ answer: z.enum(['waiting', 'approved', 'denied']), number: z.string().optional() })
    .optional(),
  /** On `done`: what happened. `OnPremisesSuccessCloudFailure` when AD took it and the cloud did not. */
  outcome: z.string().optional(),
  says: z.string().optional(),
})
export type SessionState = z.infer<typeof sessionState>

export const intentRequest = z.strictObject({ intent: z.enum(['reset', 'unlock']) })
export const challengeRequest = z.strictObject({
  method: z.enum(resetMethods),
  phoneNumber: z.string().max(40).optional(),
})
/** `code`: the code; for security questions the answers, one a line. */
export const verificationRequest = z.strictObject({ method: z.enum(resetMethods), code: z.string().max(400) })
export const pushAnswer = z.strictObject({
  code: z.string().max(40),
  approve: z.boolean(),
  /** The number that the page shows, when a notification is approved. */
  number: z.string().max(8).optional(),
})
export type PushAnswer = z.infer<typeof pushAnswer>
export const contactRequest = z.strictObject({ userId: z.string().max(256), correlationId: z.guid() })
export const resetRequest = z.strictObject({ newPassword: z.string().max(256) })

export const registrationMethods = ['mobilePhone', 'email'] as const
export const registrationState = z.object({
  userPrincipalName: z.string(),
  displayName: z.string(),
  required: z.number().int(),
  registered: z.array(z.object({ method: z.enum(registrationMethods), hint: z.string() })),
  allowed: z.array(z.enum(registrationMethods)),
  /** Methods without a contact: the authenticator app and the security questions, where the policy offers them. */
  further: z
    .object({
      authenticator: z.object({ allowed: z.boolean(), registered: z.boolean() }),
      securityQuestions: z.object({
        allowed: z.boolean(),
        registered: z.number().int(),
        toRegister: z.number().int(),
      }),
    })
    .optional(),
  /** Present when a sign-in waits for this registration. */
  interrupted: z.boolean(),
  /** What the methods are for: a forgotten password, or the second factor that a sign-in asks for. */
  registersFor: z.enum(['reset', 'second-factor']).default('reset'),
})
export type RegistrationState = z.infer<typeof registrationState>
export const registrationChallenge = z.strictObject({
  method: z.enum(registrationMethods),
  value: z.string().max(256),
})
export const registrationVerification = z.strictObject({
  method: z.enum(registrationMethods),
  code: z.string().max(12),
})
export const authenticatorOffer = z.object({
  /** base32 */ secret: z.string(),
  /** otpauth:// for the app. */ uri: z.string(),
})
export const authenticatorVerification = z.strictObject({ code: z.string().max(12) })
export const questionsRegistration = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        question: z.string().trim().min(3).max(200),
        answer: z.string().trim().min(3).max(40),
      }),
    )
    .min(3)
    .max(5),
})
/** Where the browser goes on: back into the interrupted sign-in. */
export const registrationComplete = z.object({ resumeUrl: z.string().optional() })
export const changeRequest = z.strictObject({
  oldPassword: z.string().max(256),
  newPassword: z.string().max(256),
})

/** What every no looks like here. `number` is SSPR_00NN's number or an AADSTS number where there is one. */
export const ssprRefusal = z.object({
  error: z.object({
    code: z.string(),
    number: z.number().int().optional(),
    pageCode: z.string().optional(),
    says: z.string(),
    because: z.string(),
    fix: z.string().optional(),
    fixAt: z.string().optional(),
    step: z.string(),
    correlationId: z.string(),
    /** True when the page stays and the user may try again (policy, wrong code). */
    retry: z.boolean(),
    /** Which fields of the request are wrong, when it is the request. */
    fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  }),
})
export type SsprRefusal = z.infer<typeof ssprRefusal>

/** Portal API (`main.iam.ad.ext.azure.com`), below `/api/PasswordReset`, bearer of an administrator. */
export const enablementTypes = { none: 0, selected: 1, all: 2 } as const
/** GET/PUT /api/PasswordReset/PasswordResetPolicies */
export const passwordResetPolicies = z.object({
  objectId: z.string(),
  enablementType: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  passwordResetEnabledGroupIds: z.array(z.string()),
  numberOfAuthenticationMethodsRequired: z.union([z.literal(1), z.literal(2)]),
  emailOptionEnabled: z.boolean(),
  mobilePhoneOptionEnabled: z.boolean(),
  officePhoneOptionEnabled: z.boolean(),
  securityQuestionsOptionEnabled: z.boolean(),
  mobileAppNotificationEnabled: z.boolean(),
  mobileAppCodeEnabled: z.boolean(),
  registrationRequiredOnSignIn: z.boolean(),
  registrationReconfirmIntevalInDays: z.number().int().min(0).max(730),
  notifyUsersOnPasswordReset: z.boolean(),
  notifyOnAdminPasswordReset: z.boolean(),
  customizeHelpdeskLink: z.boolean(),
  customHelpdeskEmailOrUrl: z.string(),
})
export type PasswordResetPolicies = z.infer<typeof passwordResetPolicies>
/** GET/PUT /api/PasswordReset/OnPremisesPasswordResetPolicies. PUT takes one writable field per call, as the real one does. */
export const onPremisesPasswordResetPolicies = z.object({
  /** L1 as the cloud knows it: an agent is onboarded. Read only. */
  passwordWritebackSupported: z.boolean(),
  /** L2. */
  passwordWritebackEnabled: z.boolean(),
  accountUnlockEnabled: z.boolean(),
  accountUnlockSupported: z.boolean(),
  /** The blade's status line. Read only. */
  status: z.enum(['healthy', 'out-of-date', 'too-old', 'unreachable', 'not-configured', 'cloud-trouble']),
  statusText: z.string(),
})
