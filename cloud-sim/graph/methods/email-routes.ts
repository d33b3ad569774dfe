/** The e-mail address for password reset, and the authenticator app's removal. */
import { z } from 'zod'
import { access } from '../call/access.ts'
import { context, created, type GraphRoute, noContent, notFound, ok, refuse } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { userSet } from '../users/user-set.ts'
import { methodIds } from './method-kinds.ts'
import { writeMethods } from './write-methods.ts'

const existing = on(userSet)

const emailBody = z.strictObject({ '@odata.type': z.string().optional(), emailAddress: z.email().max(254) })

const writeEmail = existing(async (call, user) => {
  const body = emailBody.safeParse(call.body)
  const has = call.directory.methodsOf(user.id).email !== null
  if (!body.success)
    return refuse('PropertyInvalid', { property: 'emailAddress', type: 'EmailAuthenticationMethod' })
  if (call.method === 'POST' && has) return refuse('ValueTaken', { property: 'emailAddress' })
  if (call.method !== 'POST' && (!has || call.params.method !== methodIds.email))
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
    id: methodIds.email,
    emailAddress: body.data.emailAddress,
    createdDateTime: null,
  }
  return call.method === 'POST'
    ? created(
        shown,
        `${call.origin}/${call.version}/users/${user.id}/authentication/emailMethods/${methodIds.email}`,
      )
    : ok(shown)
})

const removeEmail = existing(async (call, user) => {
  if (call.params.method !== methodIds.email || call.directory.methodsOf(user.id).email === null)
    return notFound(call.params.method ?? '')
  return (await writeMethods(call, user, { email: null }, 'Admin deleted security info')) ?? noContent
})

const removeAuthenticator = existing(async (call, user) => {
  if (call.params.method !== user.id || call.directory.methodsOf(user.id).authenticatorSecret === null)
    return notFound(call.params.method ?? '')
  return (
    (await writeMethods(call, user, { authenticatorSecret: null }, 'Admin deleted security info')) ??
    noContent
  )
})

const base = 'users/{user}/authentication'

export const emailRoutes: readonly GraphRoute[] = [
  route('POST', `${base}/emailMethods`, access.writeMethods, writeEmail),
  route('PATCH', `${base}/emailMethods/{method}`, access.writeMethods, writeEmail),
  route('PUT', `${base}/emailMethods/{method}`, access.writeMethods, writeEmail),
  route('DELETE', `${base}/emailMethods/{method}`, access.writeMethods, removeEmail),
  route('DELETE', `${base}/microsoftAuthenticatorMethods/{method}`, access.writeMethods, removeAuthenticator),
  route('DELETE', `${base}/softwareOathMethods/{method}`, access.writeMethods, removeAuthenticator),
]
