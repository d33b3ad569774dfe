/** /users/{id}/authentication: what is registered, all together and kind by kind (graph.md §3). */
import type { CloudUser } from '#core/entra/model.ts'
import { access } from '../call/access.ts'
import { context, type GraphCall, type GraphRoute, notFound, ok } from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { on } from '../odata/entity-set.ts'
import { userSet } from '../users/user-set.ts'
import { type KindName, methodKinds, type ShownMethod } from './method-kinds.ts'

const existing = on(userSet)

const typed = (call: GraphCall, user: CloudUser): ShownMethod[] => {
  const methods = call.directory.methodsOf(user.id)
  return Object.values(methodKinds).flatMap(([type, read]) =>
    read(user, methods, call).map((method) => ({ '@odata.type': `#microsoft.graph.${type}`, ...method })),
  )
}

const listAll = existing((call, user) =>
  ok({
    '@odata.context': context(call, `users('${user.id}')/authentication/methods`),
    value: typed(call, user),
  }),
)

const getAny = existing((call, user) => {
  const found = typed(call, user).find(({ id }) => id === call.params.method)
  return found === undefined
    ? notFound(call.params.method ?? '')
    : ok({ '@odata.context': context(call, `users('${user.id}')/authentication/methods/$entity`), ...found })
})

const list = (kind: KindName) =>
  existing((call, user) =>
    ok({
      '@odata.context': context(call, `users('${user.id}')/authentication/${kind}`),
      value: methodKinds[kind][1](user, call.directory.methodsOf(user.id), call),
    }),
  )

const getOne = (kind: KindName) =>
  existing((call, user) => {
    const found = methodKinds[kind]
      [1](user, call.directory.methodsOf(user.id), call)
      .find(({ id }) => id === call.params.method)
    return found === undefined
      ? notFound(call.params.method ?? '')
      : ok({
          '@odata.context': context(call, `users('${user.id}')/authentication/${kind}/$entity`),
          ...found,
        })
  })

const base = 'users/{user}/authentication'
const kindNames = Object.keys(methodKinds).filter((name): name is KindName => name in methodKinds)

const room = existing((call, user) =>
  ok({ '@odata.context': context(call, `users('${user.id}')/authentication/$entity`), id: user.id }),
)

export const methodRoutes: readonly GraphRoute[] = [
  route('GET', base, access.readMethods, room),
  route('GET', `${base}/methods`, access.readMethods, listAll),
  route('GET', `${base}/methods/{method}`, access.readMethods, getAny),
  ...kindNames.flatMap((kind) => [
    route('GET', `${base}/${kind}`, access.readMethods, list(kind)),
    route('GET', `${base}/${kind}/{method}`, access.readMethods, getOne(kind)),
  ]),
]
