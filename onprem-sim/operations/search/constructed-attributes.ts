/** Attributes that are worked out when somebody names them (MS-ADTS 3.1.1.4.5). */
import { fold } from '#core/active-directory/case-folding.ts'
import type { AttributeSchema, ClassSchema } from '#core/active-directory/schema/schema.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import { relativeId, sidToBytes } from '#core/active-directory/sid.ts'
import { never, toFileTime, toGeneralizedTime } from '#core/active-directory/times.ts'
import { has, uac } from '#core/active-directory/user-account-control.ts'
import { guidBytes, objectClasses } from '../../store/attribute-reader.ts'
import type { RememberingView } from '../../store/descriptors.ts'
import { type DirectoryObject, firstValue } from '../../store/records.ts'
import { dnsNameOf } from '../../store/tree-index.ts'
import type { WireValue } from '../../wire/responses.ts'
import { mayWrite } from '../access.ts'
import { isAccountLocked, passwordExpiry, passwordPolicyOf, resultantPso } from '../account-policy.ts'
import { groupSids } from '../membership.ts'
import type { OperationContext } from '../operation.ts'
import { attributeMetaData, replicationMetaData, valueMetaData } from './replication-metadata.ts'
import { subschema } from './subschema.ts'

type Construct = (
  context: OperationContext,
  object: DirectoryObject,
  view: RememberingView,
) => readonly WireValue[] | undefined

const controlOf = (object: DirectoryObject): number =>
  Number(firstValue(object.attributes.userAccountControl) ?? '0')
const isUser = (object: DirectoryObject): boolean => object.attributes.userAccountControl !== undefined

export const constructedAttributes: Readonly<Record<string, Construct>> = {
  canonicalName: ({ directory }, object) => [canonicalName(directory.dnOf(object))],
  createTimeStamp: (_, object) => [toGeneralizedTime(object.created)],
  modifyTimeStamp: (_, object) => [toGeneralizedTime(object.changed)],
  structuralObjectClass: ({ directory }, object) => objectClasses(directory, object),
  subSchemaSubEntry: ({ directory }) => [`CN=Aggregate,${directory.dnOf(directory.schemaHead)}`],
  parentGUID: ({ directory }, object) => {
    const parent = directory.parentOf(object)
    return parent === undefined ? undefined : [guidBytes(parent.id)]
  },
  primaryGroupToken: (_, object) => (object.objectClass === 'group' ? sidTail(object) : undefined),
  tokenGroups: (context, object) => tokenGroups(context, object, true),
  tokenGroupsNoGCAcceptable: (context, object) => tokenGroups(context, object, true),
  tokenGroupsGlobalAndUniversal: (context, object) => tokenGroups(context, object, false),
  'msDS-User-Account-Control-Computed': (context, object) =>
    isUser(object) ? [String(computedControl(context, object))] : undefined,
  'msDS-UserPasswordExpiryTimeComputed': (context, object) =>
    isUser(object) ? [expiryTime(context, object)] : undefined,
  'msDS-ResultantPSO': ({ directory }, object) => {
    const pso = isUser(object) ? resultantPso(directory, object) : undefined
    return pso === undefined ? undefined : [directory.dnOf(pso)]
  },
  'msDS-PrincipalName': ({ directory }, object) => {
    const name = firstValue(object.attributes.sAMAccountName)
    return name === undefined ? undefined : [`${directory.netbiosName}\\${name}`]
  },
  'msDS-KeyVersionNumber': ({ directory }, object) => {
    if (!isUser(object)) return undefined
    return [String(directory.secrets.get(object.id)?.version ?? 1)]
  },
  replPropertyMetaData: ({ directory }, object) => [replicationMetaData(directory, object)],
  'msDS-ReplAttributeMetaData': ({ directory }, object) => attributeMetaData(directory, object),
  'msDS-ReplValueMetaData': ({ directory }, object) => valueMetaData(directory, object),
  'msDS-isRODC': (_, object) => (isController(object) ? ['FALSE'] : undefined),
  'msDS-isGC': (_, object) => (isController(object) ? ['TRUE'] : undefined),
  'msDS-SiteName': (_, object) => (isController(object) ? ['Default-First-Site-Name'] : undefined),
  'msDS-Approx-Immed-Subordinates': ({ directory }, object) => [
    String(directory.tree.children(object.id).size),
  ],
  sDRightsEffective: (context, _, view) => [String(descriptorRights(context, view))],
  allowedAttributes: ({ directory }, object) => allowed(directory, object).map((one) => one.name),
  allowedAttributesEffective: ({ directory }, object, view) =>
    allowed(directory, object)
      .filter((one) => writable(one) && mayWrite(view, one))
      .map((one) => one.name),
  allowedChildClasses: ({ directory }, object) => childClasses(directory, object).map((one) => one.name),
  allowedChildClassesEffective: ({ directory }, object, view) =>
    childClasses(directory, object)
      .filter((one) => view.allows(rights.createChild, [one.guid]))
      .map((one) => one.name),
  possibleInferiors: ({ directory }, object) => {
    const found = directory.schema.classOf(firstValue(object.attributes.lDAPDisplayName) ?? '')
    return found === undefined ? undefined : inferiors(directory, [found.name])
  },
  attributeTypes: (context, object) =>
    object.objectClass === 'subSchema' ? subschema(context.directory).attributeTypes : undefined,
  objectClasses: (context, object) =>
    object.objectClass === 'subSchema' ? subschema(context.directory).objectClasses : undefined,
  dITContentRules: (context, object) =>
    object.objectClass === 'subSchema' ? subschema(context.directory).contentRules : undefined,
  extendedAttributeInfo: (context, object) =>
    object.objectClass === 'subSchema' ? subschema(context.directory).extendedAttributes : undefined,
  extendedClassInfo: (context, object) =>
    object.objectClass === 'subSchema' ? subschema(context.directory).extendedClasses : undefined,
}

const isController = (object: DirectoryObject): boolean =>
  object.objectClass === 'computer' && has(controlOf(object), uac.serverTrust)

function sidTail(object: DirectoryObject): readonly string[] | undefined {
  const sid = firstValue(object.attributes.objectSid)
  return sid === undefined ? undefined : [String(relativeId(sid))]
}

/** `contoso.local/Staff/Anna Berg`; the head of a domain ends in a slash. */
export function canonicalName(dn: string): string {
  const parts: string[] = []
  for (const found of dn.matchAll(/(?:^|,)([A-Za-z]+)=((?:\\[0-9A-Fa-f]{2}|\\.|[^,\\])*)/g)) {
    if (fold(found[1] ?? '') !== 'dc') parts.unshift(unescapeRdn(found[2] ?? ''))
  }
  return `${dnsNameOf(dn)}/${parts.map((part) => part.replaceAll('/', '\\/').replaceAll('\n', '\n')).join('/')}`
}

const unescapeRdn = (text: string): string =>
  text
    .replace(/\\([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(.)/g, '$1')

function tokenGroups(
  { directory }: OperationContext,
  object: DirectoryObject,
  withLocal: boolean,
): readonly WireValue[] | undefined {
  if (object.attributes.objectSid === undefined) return undefined
  const sids = [...groupSids(directory, object)]
  return sids.filter((sid) => withLocal || !isLocalGroup(directory, sid)).map((sid) => sidToBytes(sid))
}

function isLocalGroup(directory: OperationContext['directory'], sid: string): boolean {
  const group = directory.byKey('objectSid', sid)
  return group !== undefined && (Number(firstValue(group.attributes.groupType) ?? '0') & 0x4) !== 0
}

function computedControl({ directory }: OperationContext, object: DirectoryObject): number {
  const now = directory.now()
  const policy = passwordPolicyOf(directory, object)
  const locked = isAccountLocked(object, policy, now) ? uac.lockout : 0
  const expiry = passwordExpiry(object, policy)
  return locked | (now >= expiry ? uac.passwordExpired : 0)
}

function expiryTime({ directory }: OperationContext, object: DirectoryObject): string {
  const expiry = passwordExpiry(object, passwordPolicyOf(directory, object))
  if (expiry === Number.NEGATIVE_INFINITY) return '0'
  return Number.isFinite(expiry) ? toFileTime(expiry) : never
}

function descriptorRights(context: OperationContext, view: RememberingView): number {
  const administrator = context.identity?.token.sids.has('S-1-5-32-544') === true
  return (
    (view.allows(rights.writeOwner) ? 3 : 0) |
    (view.allows(rights.writeDacl) ? 4 : 0) |
    (administrator ? 8 : 0)
  )
}

function allowed(directory: OperationContext['directory'], object: DirectoryObject): AttributeSchema[] {
  const found = directory.schema.classOf(object.objectClass)
  if (found === undefined) return []
  const names = new Set<string>()
  for (const one of [found, ...(object.auxiliary ?? []).map((name) => directory.schema.classOf(name))]) {
    if (one === undefined) continue
    const rules = directory.schema.rules(one)
    for (const name of [...rules.must, ...rules.may]) names.add(name)
  }
  return [...names].flatMap((name) => directory.attribute(name) ?? [])
}

/** System-only, constructed and back link attributes are nobody's to write. */
const writable = (one: AttributeSchema): boolean =>
  !one.systemOnly && !one.constructed && (one.linkId ?? 0) % 2 === 0

function childClasses(directory: OperationContext['directory'], object: DirectoryObject): ClassSchema[] {
  const own = directory.schema.classOf(object.objectClass)
  if (own === undefined) return []
  const names = directory.schema.rules(own).lineage.map((one) => one.name.toLowerCase())
  const lineage = names.slice(1)
  return directory.schema.classes.filter((one) => {
    if (one.category === 'abstract' || one.category === 'auxiliary' || one.systemOnly) return false
    const { superiors } = directory.schema.rules(one)
    return lineage.some((name) => superiors.has(name))
  })
}

function inferiors(directory: OperationContext['directory'], names: readonly string[]): string[] {
  const wanted = names.flatMap((name) => {
    const found = directory.schema.classOf(name)
    return found === undefined
      ? []
      : directory.schema.rules(found).lineage.map((one) => one.name.toLowerCase())
  })
  return directory.schema.classes
    .filter((one) => one.category !== 'abstract' && one.category !== 'auxiliary' && !one.systemOnly)
    .filter((one) => wanted.some((name) => name !== 'top' && directory.schema.rules(one).superiors.has(name)))
    .map((one) => one.name)
}
