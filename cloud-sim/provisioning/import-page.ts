/**
 * Delta import: the tenant's synced objects changed since a cookie. Without a cookie, or with one of an earlier life of the
 * service, all of them. A cookie is opaque to the Connect server.
 */
import { z } from 'zod'
import type { importAnswer, SyncedValue } from '#core/contracts/provisioning.ts'
import type { CloudGroup, CloudUser } from '#core/entra/model.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { type CloudContact, type ProvisionedObjects, provisionedObjects } from './provisioned-objects.ts'

export type ImportPage = z.infer<typeof importAnswer>
type ImportedObject = ImportPage['objects'][number]

const pageSize = 1_000

const cookieShape = z.object({
  epoch: z.string(),
  users: z.number(),
  groups: z.number(),
  contacts: z.number(),
  /** While all are listed: how far the list has come. */
  list: z.object({ of: z.enum(['User', 'Group', 'Contact']), after: z.string() }).optional(),
})
type Cookie = z.infer<typeof cookieShape>

const write = (cookie: Cookie): string => Buffer.from(JSON.stringify(cookie)).toString('base64url')

function read(text: string): Cookie | undefined {
  try {
    return cookieShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

export function importPage(directory: TenantDirectory, text: string): ImportPage {
  const objects = provisionedObjects(directory)
  const epoch = `${directory.userChanges.epoch}.${directory.groupChanges.epoch}.${objects.contactChanges.epoch}`
  const given = read(text)
  const here = {
    epoch,
    users: directory.userChanges.last,
    groups: directory.groupChanges.last,
    contacts: objects.contactChanges.last,
  }
  if (given === undefined || given.epoch !== epoch)
    return listPage(directory, objects, { ...here, list: { of: 'User', after: '' } })
  return given.list === undefined
    ? changesPage(directory, objects, given)
    : listPage(directory, objects, given)
}

const userObject = (user: CloudUser): ImportedObject => ({
  type: 'User',
  cloudAnchor: `User_${user.id}`,
  sourceAnchor: user.onPremisesImmutableId,
  deleted: user.deletedDateTime !== null,
  attributes: visible({
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    accountEnabled: user.accountEnabled,
    mail: user.mail,
  }),
})

const groupObject = (group: CloudGroup): ImportedObject => ({
  type: 'Group',
  cloudAnchor: `Group_${group.id}`,
  sourceAnchor: group.onPremisesImmutableId,
  deleted: group.deletedDateTime !== null,
  attributes: visible({
    displayName: group.displayName,
    securityEnabled: group.securityEnabled,
    mail: group.mail,
  }),
})

const contactObject = (contact: CloudContact): ImportedObject => ({
  type: 'Contact',
  cloudAnchor: `Contact_${contact.id}`,
  sourceAnchor: contact.sourceAnchor,
  deleted: false,
  attributes: visible({
    displayName: contact.attributes.displayName ?? null,
    mail: contact.attributes.mail ?? null,
  }),
})

const visible = (attributes: Record<string, SyncedValue>): Record<string, SyncedValue> => attributes

const gone = (type: 'User' | 'Group' | 'Contact', id: string): ImportedObject => ({
  type,
  cloudAnchor: `${type}_${id}`,
  sourceAnchor: null,
  deleted: true,
  attributes: {},
})

const isSynced = (object: CloudUser | CloudGroup): boolean => object.onPremisesImmutableId !== null

/** Users, then groups, then contacts, each from where the last page ended. */
function listPage(directory: TenantDirectory, objects: ProvisionedObjects, cookie: Cookie): ImportPage {
  const { of, after } = cookie.list ?? { of: 'User', after: '' }
  const from = after === '' ? undefined : { value: after, id: after }
  const found: ImportedObject[] = []
  let last = ''
  const take = (id: string, object: ImportedObject | undefined): boolean => {
    last = id
    if (object !== undefined) found.push(object)
    return found.length < pageSize
  }
  if (of === 'User')
    for (const user of directory.usersInOrder('id').walk(from))
      if (!take(user.id, isSynced(user) ? userObject(user) : undefined)) break
  if (of === 'Group')
    for (const group of directory.groupsInOrder('id').walk(from))
      if (!take(group.id, isSynced(group) ? groupObject(group) : undefined)) break
  if (of === 'Contact') for (const contact of objects.contacts.values()) found.push(contactObject(contact))
  if (found.length >= pageSize && of !== 'Contact')
    return { objects: found, cookie: write({ ...cookie, list: { of, after: last } }), more: true }
  const { list: _listed, ...after2 } = cookie
  if (of === 'Contact') return { objects: found, cookie: write(after2), more: false }
  return {
    objects: found,
    cookie: write({ ...cookie, list: { of: of === 'User' ? 'Group' : 'Contact', after: '' } }),
    more: true,
  }
}

function changesPage(
  directory: TenantDirectory,
  { contacts, contactChanges }: ProvisionedObjects,
  cookie: Cookie,
): ImportPage {
  const found: ImportedObject[] = []
  let { users, groups, contacts: contactSeq } = cookie
  const isFull = () => found.length >= pageSize
  for (const { seq, id } of directory.userChanges.since(users)) {
    if (isFull()) break
    users = seq
    const user = directory.userById(id)
    if (user === undefined) found.push(gone('User', id))
    else if (isSynced(user)) found.push(userObject(user))
  }
  for (const { seq, id } of directory.groupChanges.since(groups)) {
    if (isFull()) break
    groups = seq
    const group = directory.groupById(id)
    if (group === undefined) found.push(gone('Group', id))
    else if (isSynced(group)) found.push(groupObject(group))
  }
  for (const { seq, id } of contactChanges.since(contactSeq)) {
    if (isFull()) break
    contactSeq = seq
    const contact = contacts.get(id)
    found.push(contact === undefined ? gone('Contact', id) : contactObject(contact))
  }
  return {
    objects: found,
    cookie: write({ epoch: cookie.epoch, users, groups, contacts: contactSeq }),
    more: isFull(),
  }
}
