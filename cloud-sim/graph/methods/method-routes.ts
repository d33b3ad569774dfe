/** /users/{id}/authentication: methods, the password method and its reset as a long-running operation (graph.md §3). */
import { z } from 'zod'
import { say } from '#core/codes/catalogue.ts'
import { adminSays } from '#core/codes/writeback.ts'
import type { CloudUser, RegisteredMethods } from '#core/entra/model.ts'
import { mayResetPassword, methodsResetRoles } from '#core/entra/roles.ts'
import type { Refusal } from '#core/steps.ts'
import { userTarget } from '../../directory/passwords.ts'
import { startAdminReset } from '../../sspr/admin-reset.ts'
import { passwordResetOperation } from '../../sspr/reset-operations.ts'
import { access } from '../call/access.ts'
import {
  actorOf,
  context,
  created,
  enforces,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  isOwn,
  noContent,
  notFound,
  ok,
  refuse,
  userIn,
} from '../call/graph-call.ts'
import { iso } from '../odata/entity-type.ts'

/** Fixed ids, the same for everybody (published). */
const ids = {
  password: '28c10230-6103-485e-b985-444c60001490',
  mobile: '3179e48a-750b-4051-897c-87b9720928f7',
  alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
  office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
  email: '3ddfcfc8-9383-446f-83cc-3ab9be4be18f',
} as const

type Shown = Readonly<Record<string, unknown>> & { readonly id: string }

const passwordMethods = (user: CloudUser): Shown[] => [
  { id: ids.password, password: null, createdDateTime: iso(user.lastPasswordChangeDateTime) },
]

const phone = (id: string, phoneType: string, phoneNumber: string | null): Shown[] =>
  phoneNumber === null
    ? []
    : [
        {
          id,
          phoneNumber,
          phoneType,
          smsSignInState: phoneType === 'mobile' ? 'notAllowedByPolicy' : 'notSupported',
          createdDateTime: null,
        },
      ]

const phoneMethods = (
  _user: CloudUser,
  { mobilePhone, alternateMobilePhone, officePhone }: RegisteredMethods,
): Shown[] => [
  ...phone(ids.mobile, 'mobile', mobilePhone),
  ...phone(ids.alternateMobile, 'alternateMobile', alternateMobilePhone),
  ...phone(ids.office, 'office', officePhone),
]

const emailMethods = (_user: CloudUser, { email }: RegisteredMethods): Shown[] =>
  email === null ? [] : [{ id: ids.email, emailAddress: email, createdDateTime: null }]

const authenticatorMethods = (user: CloudUser, { authenticatorSecret }: RegisteredMethods): Shown[] =>
  authenticatorSecret === null
    ? []
    : [
        {
          id: user.id,
          displayName: 'Lab phone',
          deviceTag: 'SoftwareTokenActivated',
          phoneAppVersion: '6.0',
          createdDateTime: null,
        },
      ]

const oathMethods = (user: CloudUser, { authenticatorSecret }: RegisteredMethods): Shown[] =>
  authenticatorSecret === null ? [] : [{ id: user.id, secretKey: null, createdDateTime: null }]

const none = (): Shown[] => []

const kinds = {
  passwordMethods: ['passwordAuthenticationMethod', passwordMethods],
  phoneMethods: ['phoneAuthenticationMethod', phoneMethods],
  emailMethods: ['emailAuthenticationMethod', emailMethods],
  microsoftAuthenticatorMethods: ['microsoftAuthenticatorAuthenticationMethod', authenticatorMethods],
  softwareOathMethods: ['softwareOathAuthenticationMethod', oathMethods],
  fido2Methods: ['fido2AuthenticationMethod', none],
  windowsHelloForBusinessMethods: ['windowsHelloForBusinessAuthenticationMethod', none],
  platformCredentialMethods: ['platformCredentialAuthenticationMethod', none],
  temporaryAccessPassMethods: ['temporaryAccessPassAuthenticationMethod', none],
  externalAuthenticationMethods: ['externalAuthenticationMethod', none],
} as const satisfies Record<
  string,
  readonly [type: string, read: (user: CloudUser, methods: RegisteredMethods) => Shown[]]
>
type KindName = keyof typeof kinds

const withUser =
  (act: (call: GraphCall, user: CloudUser) => GraphAnswer | Promise<GraphAnswer>) => (call: GraphCall) => {
    const user = userIn(call)
    return user === undefined ? notFound(call.params.user ?? '') : act(call, user)
  }

const typed = (call: GraphCall, user: CloudUser): Shown[] => {
  const methods = call.directory.methodsOf(user.id)
  return Object.values(kinds).flatMap(([type, read]) =>
    read(user, methods).map((method) => ({ '@odata.type': `#microsoft.graph.${type}`, ...method })),
  )
}

const listAll = withUser((call, user) =>
  ok({
    '@odata.context': context(call, `users('${user.id}')/authentication/methods`),
    value: typed(call, user),
  }),
)

const getAny = withUser((call, user) => {
  const found = typed(call, user).find(({ id }) => id === call.params.method)
  return found === undefined
    ? notFound(call.params.method ?? '')
    : ok({ '@odata.context': context(call, `users('${user.id}')/authentication/methods/$entity`), ...found })
})

const list = (kind: KindName) =>
  withUser((call, user) =>
    ok({
      '@odata.context': context(call, `users('${user.id}')/authentication/${kind}`),
      value: kinds[kind][1](user, call.directory.methodsOf(user.id)),
    }),
  )

const getOne = (kind: KindName) =>
  withUser((call, user) => {
    const found = kinds[kind]
      [1](user, call.directory.methodsOf(user.id))
      .find(({ id }) => id === call.params.method)
    return found === undefined
      ? notFound(call.params.method ?? '')
      : ok({
          '@odata.context': context(call, `users('${user.id}')/authentication/${kind}/$entity`),
          ...found,
        })
  })

/** An administrator's own methods apart, only users below them (the matrix of who may reset whom). */
function mayManage(call: GraphCall, user: CloudUser): boolean {
  if (!enforces(call) || isOwn(call, user.id) || call.bearer.isApp) return true
  const target = {
    roles: call.directory.rolesOf(user.id),
    inRoleAssignableGroup: call.directory.isInRoleAssignableGroup(user.id),
  }
  return mayResetPassword(call.bearer.directoryRoles(), target)
}

async function writeMethods(
  call: GraphCall,
  user: CloudUser,
  change: Partial<RegisteredMethods>,
  what: string,
): Promise<GraphAnswer | undefined> {
  if (!mayManage(call, user)) return refuse('MethodsDenied')
  const { directory } = call
  await directory.transaction(() => {
    directory.putMethods({ ...directory.methodsOf(user.id), ...change })
    directory.recordAudit({
      activity: what,
      service: 'Authentication Methods',
      category: 'UserManagement',
      operation: 'Update',
      by: actorOf(call),
      targets: [userTarget(user)],
      correlationId: call.clientRequestId,
    })
  })
  return undefined
}

/** A space after the country code, as the service asks for. */
const phoneBody = z.strictObject({
  '@odata.type': z.string().optional(),
  phoneNumber: z.string().regex(/^\+\d{1,3} \d[\d ]{3,14}(x\d+)?$/),
  phoneType: z.enum(['mobile', 'alternateMobile', 'office']),
})
const phoneColumns = {
  mobile: 'mobilePhone',
  alternateMobile: 'alternateMobilePhone',
  office: 'officePhone',
} as const
type PhoneType = keyof typeof phoneColumns

const phoneTypeOf = (id: string | undefined): PhoneType | undefined =>
  (['mobile', 'alternateMobile', 'office'] as const).find((type) => ids[type] === id)

const addPhone = withUser(async (call, user) => {
  const body = phoneBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', {
      property: String(body.error.issues[0]?.path[0] ?? 'phoneNumber'),
      type: 'PhoneAuthenticationMethod',
    })
  const { phoneNumber, phoneType } = body.data
  if (call.directory.methodsOf(user.id)[phoneColumns[phoneType]] !== null)
    return refuse('ValueTaken', { property: 'phoneType' })
  const refused = await writeMethods(
    call,
    user,
    { [phoneColumns[phoneType]]: phoneNumber },
    isOwn(call, user.id) ? 'User registered security info' : 'Admin registered security info',
  )
  if (refused !== undefined) return refused
  const [shown] = phone(ids[phoneType], phoneType, phoneNumber)
  return created(
    { '@odata.context': context(call, `users('${user.id}')/authentication/phoneMethods/$entity`), ...shown },
    `${call.origin}/${call.version}/users/${user.id}/authentication/phoneMethods/${ids[phoneType]}`,
  )
})

const changePhone = withUser(async (call, user) => {
  const type = phoneTypeOf(call.params.method)
  const body = phoneBody.partial().safeParse(call.body)
  if (type === undefined || call.directory.methodsOf(user.id)[phoneColumns[type]] === null)
    return notFound(call.params.method ?? '')
  if (!body.success || body.data.phoneNumber === undefined)
    return refuse('PropertyInvalid', { property: 'phoneNumber', type: 'PhoneAuthenticationMethod' })
  const refused = await writeMethods(
    call,
    user,
    { [phoneColumns[type]]: body.data.phoneNumber },
    'Admin updated security info',
  )
  const [shown] = phone(ids[type], type, body.data.phoneNumber)
  return (
    refused ??
    ok({
      '@odata.context': context(call, `users('${user.id}')/authentication/phoneMethods/$entity`),
      ...shown,
    })
  )
})

const removePhone = withUser(async (call, user) => {
  const type = phoneTypeOf(call.params.method)
  if (type === undefined || call.directory.methodsOf(user.id)[phoneColumns[type]] === null)
    return notFound(call.params.method ?? '')
  return (
    (await writeMethods(call, user, { [phoneColumns[type]]: null }, 'Admin deleted security info')) ??
    noContent
  )
})

const emailBody = z.strictObject({ '@odata.type': z.string().optional(), emailAddress: z.email().max(254) })

const writeEmail = withUser(async (call, user) => {
  const body = emailBody.safeParse(call.body)
  const has = call.directory.methodsOf(user.id).email !== null
  if (!body.success)
    return refuse('PropertyInvalid', { property: 'emailAddress', type: 'EmailAuthenticationMethod' })
  if (call.method === 'POST' && has) return refuse('ValueTaken', { property: 'emailAddress' })
  if (call.method !== 'POST' && (!has || call.params.method !== ids.email))
    return notFound(call.params.method ?? '')
  const refused = await writeMethods(
    call,
    user,
    { email: body.data.emailAddress },
    call.method === 'POST' ? 'Admin registered security info' : 'Admin updated security info',
  )
  if (refused !== undefined) return refused
  const shown = {
    '@odata.context': context(call, `users('${user.id}')/authentication/emailMethods/$entity`),
    id: ids.email,
    emailAddress: body.data.emailAddress,
    createdDateTime: null,
  }
  return call.method === 'POST'
    ? created(
        shown,
        `${call.origin}/${call.version}/users/${user.id}/authentication/emailMethods/${ids.email}`,
      )
    : ok(shown)
})

const removeEmail = withUser(async (call, user) => {
  if (call.params.method !== ids.email || call.directory.methodsOf(user.id).email === null)
    return notFound(call.params.method ?? '')
  return (await writeMethods(call, user, { email: null }, 'Admin deleted security info')) ?? noContent
})

const removeAuthenticator = withUser(async (call, user) => {
  if (call.params.method !== user.id || call.directory.methodsOf(user.id).authenticatorSecret === null)
    return notFound(call.params.method ?? '')
  return (
    (await writeMethods(call, user, { authenticatorSecret: null }, 'Admin deleted security info')) ??
    noContent
  )
})

const resetBody = z
  .object({ newPassword: z.string().max(256).nullish(), requireChangeOnNextSignIn: z.boolean().nullish() })
  .nullish()

const resetPassword = withUser(async (call, user) => {
  if (call.params.method !== ids.password) return notFound(call.params.method ?? '')
  const { bearer, directory, host } = call
  if (bearer.user === undefined) return refuse('MethodsDenied')
  const body = resetBody.safeParse(call.body)
  if (!body.success)
    return refuse('PropertyInvalid', { property: 'newPassword', type: 'PasswordAuthenticationMethod' })
  const newPassword = body.data?.newPassword ?? undefined
  if (isOwn(call, user.id)) return refuse('OwnAccount')
  if (newPassword === undefined && user.onPremisesSyncEnabled === true) return refuse('NewPasswordNeeded')
  // Newer documentation lets Password, Helpdesk and User Administrators in for people without roles; others need these.
  const plain = directory.rolesOf(user.id).length === 0
  const answer = await startAdminReset(host, directory, {
    actor: bearer.user,
    ipAddress: call.ipAddress,
    user,
    ...(newPassword === undefined ? {} : { newPassword }),
    requireChangeOnNextSignIn: body.data?.requireChangeOnNextSignIn ?? false,
    ...(plain ? {} : { openTo: methodsResetRoles }),
    correlationId: call.clientRequestId,
  })
  if (!answer.ok) return refusalOf(answer.refusal)
  return accepted(call, user, answer.operation.id, answer.generatedPassword)
})

/** Microsoft documents no bodies for these: a role's no is accessDenied, every other no carries its own code (ours). */
function refusalOf({ code, because }: Refusal): GraphAnswer {
  const message = say(adminSays(code) ?? because)
  return code === 'NotAuthorizedToReset'
    ? { ...refuse('MethodsDenied'), error: { code: 'accessDenied', message } }
    : { status: 400, error: { code, message, details: [{ code, message: because, target: 'newPassword' }] } }
}

function accepted(
  call: GraphCall,
  user: CloudUser,
  operationId: string,
  generated: string | undefined,
): GraphAnswer {
  const location = `${call.origin}/${call.version}/users/${user.id}/authentication/operations/${operationId}?aadgdc=DUB02P&aadgsu=ssprprod-a`
  const body = {
    '@odata.context': context(call, 'microsoft.graph.passwordResetResponse'),
    ...(generated === undefined ? {} : { newPassword: generated }),
  }
  return { status: 202, body, headers: { Location: location, 'Retry-After': '1' } }
}

const operation = withUser((call, user) => {
  const found = passwordResetOperation(call.directory, user.id, call.params.operation ?? '')
  if (found === undefined) return notFound(call.params.operation ?? '')
  return ok({
    '@odata.context': context(call, `users('${user.id}')/authentication/operations/$entity`),
    id: found.id,
    createdDateTime: iso(found.createdDateTime),
    lastActionDateTime: iso(found.lastActionDateTime),
    resourceLocation:
      found.status === 'succeeded'
        ? `${call.origin}/${call.version}/users/${user.id}/authentication/methods/${ids.password}`
        : null,
    status: found.status,
    statusDetail: found.statusDetail,
  })
})

const base = 'users/{user}/authentication'
const kindNames = Object.keys(kinds).filter((name): name is KindName => name in kinds)

export const methodRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: `${base}/methods`, access: access.readMethods, handle: listAll },
  { method: 'GET', path: `${base}/methods/{method}`, access: access.readMethods, handle: getAny },
  ...kindNames.flatMap((kind): GraphRoute[] => [
    { method: 'GET', path: `${base}/${kind}`, access: access.readMethods, handle: list(kind) },
    { method: 'GET', path: `${base}/${kind}/{method}`, access: access.readMethods, handle: getOne(kind) },
  ]),
  { method: 'POST', path: `${base}/phoneMethods`, access: access.writeMethods, handle: addPhone },
  {
    method: 'PATCH',
    path: `${base}/phoneMethods/{method}`,
    access: access.writeMethods,
    handle: changePhone,
  },
  { method: 'PUT', path: `${base}/phoneMethods/{method}`, access: access.writeMethods, handle: changePhone },
  {
    method: 'DELETE',
    path: `${base}/phoneMethods/{method}`,
    access: access.writeMethods,
    handle: removePhone,
  },
  { method: 'POST', path: `${base}/emailMethods`, access: access.writeMethods, handle: writeEmail },
  { method: 'PATCH', path: `${base}/emailMethods/{method}`, access: access.writeMethods, handle: writeEmail },
  { method: 'PUT', path: `${base}/emailMethods/{method}`, access: access.writeMethods, handle: writeEmail },
  {
    method: 'DELETE',
    path: `${base}/emailMethods/{method}`,
    access: access.writeMethods,
    handle: removeEmail,
  },
  {
    method: 'DELETE',
    path: `${base}/microsoftAuthenticatorMethods/{method}`,
    access: access.writeMethods,
    handle: removeAuthenticator,
  },
  {
    method: 'DELETE',
    path: `${base}/softwareOathMethods/{method}`,
    access: access.writeMethods,
    handle: removeAuthenticator,
  },
  {
    method: 'POST',
    path: `${base}/methods/{method}/resetPassword`,
    access: access.resetPassword,
    handle: resetPassword,
  },
  {
    method: 'POST',
    path: `${base}/passwordMethods/{method}/resetPassword`,
    access: access.resetPassword,
    handle: resetPassword,
  },
  { method: 'GET', path: `${base}/operations/{operation}`, access: access.resetPassword, handle: operation },
]
