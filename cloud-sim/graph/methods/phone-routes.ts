/** Phones: mobile, alternate mobile, office, each at most one. */
import { z } from 'zod'
import { access } from '../call/access.ts'
import {
  context,
  created,
  type GraphRoute,
  isOwn,
  noContent,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { userSet } from '../users/user-set.ts'
import { methodIds, shownPhone } from './method-kinds.ts'
import { writeMethods } from './write-methods.ts'

const existing = on(userSet)

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
  (['mobile', 'alternateMobile', 'office'] as const).find((type) => methodIds[type] === id)

const addPhone = existing(async (call, user) => {
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
  const [shown] = shownPhone(methodIds[phoneType], phoneType, phoneNumber)
  return created(
    { '@odata.context': context(call, `users('${user.id}')/authentication/phoneMethods/$entity`), ...shown },
    `${call.origin}/${call.version}/users/${user.id}/authentication/phoneMethods/${methodIds[phoneType]}`,
  )
})

const changePhone = existing(async (call, user) => {
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
  const [shown] = shownPhone(methodIds[type], type, body.data.phoneNumber)
  return (
    refused ??
    ok({
      '@odata.context': context(call, `users('${user.id}')/authentication/phoneMethods/$entity`),
      ...shown,
    })
  )
})

const removePhone = existing(async (call, user) => {
  const type = phoneTypeOf(call.params.method)
  if (type === undefined || call.directory.methodsOf(user.id)[phoneColumns[type]] === null)
    return notFound(call.params.method ?? '')
  return (
    (await writeMethods(call, user, { [phoneColumns[type]]: null }, 'Admin deleted security info')) ??
    noContent
  )
})

const path = 'users/{user}/authentication/phoneMethods'

export const phoneRoutes: readonly GraphRoute[] = [
  route('POST', path, access.writeMethods, addPhone),
  route('PATCH', `${path}/{method}`, access.writeMethods, changePhone),
  route('PUT', `${path}/{method}`, access.writeMethods, changePhone),
  route('DELETE', `${path}/{method}`, access.writeMethods, removePhone),
]
