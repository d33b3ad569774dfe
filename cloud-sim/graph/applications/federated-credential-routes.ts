/** Federated credentials of an application: which tokens of which issuer stand for it (graph.md §2.6). */
import { z } from 'zod'
import type { Application, FederatedCredential } from '#core/entra/applications.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  type Answering,
  created,
  type GraphCall,
  type GraphRoute,
  invalid,
  noContent,
  notFound,
  refuse,
} from '../call/graph-call.ts'
import { alternateKey } from '../call/graph-path.ts'
import { route } from '../call/route.ts'
import { answerCollection } from '../odata/collection.ts'
import { answerEntity } from '../odata/entity.ts'
import { on } from '../odata/entity-set.ts'
import type { EntityType } from '../odata/entity-type.ts'
import { listSource } from '../odata/ordered-rows.ts'
import { applicationSet, applicationTarget } from './application-sets.ts'
import { owned } from './owned.ts'

const isDefault = { isDefault: true } as const

const credentialType: EntityType<FederatedCredential> = {
  name: 'federatedIdentityCredential',
  set: 'federatedIdentityCredentials',
  properties: {
    id: { read: (row) => row.id, filter: 'eq', ...isDefault },
    audiences: { read: (row) => row.audiences, ...isDefault },
    description: { read: (row) => row.description, ...isDefault },
    issuer: { read: (row) => row.issuer, filter: 'eq', ...isDefault },
    name: { read: (row) => row.name, filter: 'eq', ...isDefault },
    subject: { read: (row) => row.subject, filter: 'eq', ...isDefault },
  },
}

const changes = z.object({
  issuer: z.url().max(600).optional(),
  subject: z.string().min(1).max(600).optional(),
  audiences: z.array(z.string().min(1).max(600)).length(1).optional(),
  description: z.string().max(600).nullish(),
})
const newCredential = changes
  .required({ issuer: true, subject: true, audiences: true })
  .extend({ name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/) })

const most = 20

const credentialsOf = ({ federatedCredentials = [] }: Application) => federatedCredentials

const store = (
  call: GraphCall,
  application: Application,
  federatedCredentials: readonly FederatedCredential[],
) =>
  changeDirectory(call, { activity: 'updateApplication', target: applicationTarget(application) }, () =>
    call.directory.applications.put({ ...application, federatedCredentials }),
  )

const isTwin = (a: Pick<FederatedCredential, 'issuer' | 'subject'>) => (b: FederatedCredential) =>
  a.issuer === b.issuer && a.subject === b.subject

const create = owned(applicationSet, async (call, application) => {
  const read = readBody(call, newCredential, 'FederatedIdentityCredential')
  if (!read.ok) return read.answer
  const held = credentialsOf(application)
  if (held.length >= most)
    return invalid(`An application has at most ${most} federated identity credentials.`)
  if (held.some(({ name }) => name === read.body.name)) return refuse('ValueTaken', { property: 'name' })
  if (held.some(isTwin(read.body))) return refuse('ValueTaken', { property: 'subject' })
  const { name, issuer, subject, audiences, description = null } = read.body
  const row = { id: call.directory.lab.random.guid(), name, issuer, subject, audiences, description }
  await store(call, application, [...held, row])
  const { headers } = created(
    {},
    `${call.origin}/${call.version}/applications/${application.id}/${credentialType.set}/${row.id}`,
  )
  return { ...answerEntity(call, credentialType, row, 201), ...(headers === undefined ? {} : { headers }) }
})

/** By id, by name, or by `(name='…')`. */
const find = (call: GraphCall, application: Application) => {
  const key = call.params.credential ?? ''
  const name = alternateKey(key)?.value ?? key
  return credentialsOf(application).find((each) => each.id === key.toLowerCase() || each.name === name)
}

type Act = (call: GraphCall, application: Application, row: FederatedCredential) => Answering

const named = (act: Act) => (call: GraphCall, application: Application) => {
  const row = find(call, application)
  return row === undefined ? notFound(call.params.credential ?? '') : act(call, application, row)
}

const update = owned(
  applicationSet,
  named(async (call, application, row) => {
    const read = readBody(call, changes, 'FederatedIdentityCredential')
    if (!read.ok) return read.answer
    const given = Object.fromEntries(Object.entries(read.body).filter(([, value]) => value !== undefined))
    const after = { ...row, ...given }
    const others = credentialsOf(application).filter((each) => each !== row)
    if (others.some(isTwin(after))) return refuse('ValueTaken', { property: 'subject' })
    await store(call, application, [...others, after])
    return noContent
  }),
)

const remove = owned(
  applicationSet,
  named(async (call, application, row) => {
    const left = credentialsOf(application).filter((each) => each !== row)
    await store(call, application, left)
    return noContent
  }),
)

const list = on(applicationSet)((call, application) =>
  answerCollection(
    call,
    credentialType,
    listSource(credentialsOf(application), (row) => row.id),
  ),
)
const get = on(applicationSet)(named((call, _application, row) => answerEntity(call, credentialType, row)))

const base = 'applications/{application}/federatedIdentityCredentials'

export const federatedCredentialRoutes: readonly GraphRoute[] = [
  route('GET', base, access.readApplications, list),
  route('POST', base, access.changeApplications, create),
  route('GET', `${base}/{credential}`, access.readApplications, get),
  route('PATCH', `${base}/{credential}`, access.changeApplications, update),
  route('DELETE', `${base}/{credential}`, access.changeApplications, remove),
]
