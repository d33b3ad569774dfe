/** The caller's rights on an object. */
import { type AccessView, accessView, fullAccess } from '#core/active-directory/access-check.ts'
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import type { RememberingView } from '../store/descriptors.ts'
import type { DirectoryObject } from '../store/records.ts'
import type { Identity, OperationContext } from './operation.ts'

const nothing: RememberingView = { allows: () => false, readable: new Map() }
const everything: RememberingView = { ...fullAccess, readable: new Map() }

/** Stands for the domain controller itself: provisioning, SDProp, garbage collection. */
export const systemIdentity: Identity = {
  token: { sids: new Set(['S-1-5-18']) },
  accountId: '',
  name: 'NT AUTHORITY\\SYSTEM',
}

export const isSystem = (identity: Identity | undefined): boolean => identity === systemIdentity

export function accessTo(
  { directory, identity }: Pick<OperationContext, 'directory' | 'identity'>,
  object: DirectoryObject,
): RememberingView {
  if (identity === undefined) return nothing
  if (identity === systemIdentity) return everything
  const effective = directory.descriptors.of(object)
  const { token } = identity
  const own = object.attributes.objectSid
  // SELF in an entry means the caller's own account, and a group means its members (MS-ADTS 5.1.3.3.2).
  if (typeof own === 'string' && (own === token.userSid || token.sids.has(own))) {
    return { ...accessView(effective.sd, token.sids, true), readable: new Map() }
  }
  return effective.viewFor(token)
}

/** Attributes that nobody reads over LDAP (MS-ADTS 3.1.1.4.4). */
const secretAttributes = new Set([
  'unicodePwd',
  'dBCSPwd',
  'ntPwdHistory',
  'lmPwdHistory',
  'supplementalCredentials',
  'currentValue',
  'priorValue',
  'initialAuthIncoming',
  'initialAuthOutgoing',
  'trustAuthIncoming',
  'trustAuthOutgoing',
  'msDS-ExecuteScriptPassword',
])
const confidential = 0x80

export function mayRead(view: RememberingView, attribute: AttributeSchema): boolean {
  const known = view.readable.get(attribute.name)
  if (known !== undefined) return known
  const answer = canRead(view, attribute)
  if (view !== nothing) view.readable.set(attribute.name, answer)
  return answer
}

function canRead(view: AccessView, attribute: AttributeSchema): boolean {
  if (secretAttributes.has(attribute.name)) return false
  if (attribute.name === 'nTSecurityDescriptor') return view.allows(rights.readControl)
  if (!view.allows(rights.readProperty, attribute.accessGuids)) return false
  return (
    (attribute.searchFlags & confidential) === 0 || view.allows(rights.controlAccess, attribute.accessGuids)
  )
}

/** The global catalog holds the partial attribute set only (MS-ADTS 3.1.1.1.9). */
export const isHeld = (
  { globalCatalog }: Pick<OperationContext, 'globalCatalog'>,
  attribute: AttributeSchema,
): boolean => !globalCatalog || attribute.inGlobalCatalog || attribute.constructed

export const isSecret = (attribute: AttributeSchema): boolean => secretAttributes.has(attribute.name)

export const mayWrite = (view: AccessView, attribute: AttributeSchema): boolean =>
  view.allows(rights.writeProperty, attribute.accessGuids)

/** A control access right on an object. */
export const hasRight = (
  context: Pick<OperationContext, 'directory' | 'identity'>,
  object: DirectoryObject,
  right: string,
): boolean => accessTo(context, object).allows(rights.controlAccess, [right])

/** Whether the caller's token holds a SID. */
export const holdsSid = ({ identity }: Pick<OperationContext, 'identity'>, sid: string): boolean =>
  identity !== undefined && (identity === systemIdentity || identity.token.sids.has(sid))
