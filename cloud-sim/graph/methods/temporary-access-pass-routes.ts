/** Temporary access passes: made and taken away by administrators, for others than themselves (graph.md §3). */
import { z } from 'zod'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { context, created, type GraphRoute, isOwn, noContent, notFound, refuse } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { userSet } from '../users/user-set.ts'
import { isOver, passesOf, shownPass } from './temporary-access-pass.ts'
import { changeMethods } from './write-methods.ts'

const existing = on(userSet)

const passBody = z.strictObject({
  '@odata.type': z.string().optional(),
  startDateTime: z.iso.datetime({ offset: true }).nullish(),
  lifetimeInMinutes: z.number().int().min(10).max(43_200).default(60),
  isUsableOnce: z.boolean().default(false),
})

/** Characters that nobody takes for one another when a pass is read out. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789+&%$'
const passLength = 8

const newPassText = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('')

const path = 'users/{user}/authentication/temporaryAccessPassMethods'

const create = existing(async (call, user) => {
  const read = readBody(call, passBody, 'TemporaryAccessPassAuthenticationMethod')
  if (!read.ok) return read.answer
  if (isOwn(call, user.id)) return refuse('MethodsDenied')
  const passes = passesOf(call)
  const held = passes.get(user.id)
  if (held !== undefined && !isOver(held, call))
    return refuse('ValueTaken', { property: 'temporaryAccessPass' })
  const { clock, random } = call.directory.lab
  const { startDateTime, lifetimeInMinutes, isUsableOnce } = read.body
  const now = clock.now()
  const pass = {
    id: user.id,
    passId: random.guid(),
    createdDateTime: now,
    startDateTime: startDateTime == null ? now : Date.parse(startDateTime),
    lifetimeInMinutes,
    isUsableOnce,
  }
  const refused = await changeMethods(call, user, 'Admin registered security info', () => passes.put(pass))
  if (refused !== undefined) return refused
  const shown = {
    '@odata.context': context(call, `users('${user.id}')/authentication/temporaryAccessPassMethods/$entity`),
    ...shownPass(pass, call),
    temporaryAccessPass: newPassText(random.secret(passLength)),
  }
  const location = path.replace('{user}', user.id)
  return created(shown, `${call.origin}/${call.version}/${location}/${pass.passId}`)
})

const remove = existing(async (call, user) => {
  const passes = passesOf(call)
  if (passes.get(user.id)?.passId !== call.params.method) return notFound(call.params.method ?? '')
  const refused = await changeMethods(call, user, 'Admin deleted security info', () => passes.delete(user.id))
  return refused ?? noContent
})

export const temporaryAccessPassRoutes: readonly GraphRoute[] = [
  route('POST', path, access.writeMethods, create),
  route('DELETE', `${path}/{method}`, access.writeMethods, remove),
]
