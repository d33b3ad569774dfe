/** Names that only one account of the forest may have: sAMAccountName, userPrincipalName, servicePrincipalName (MS-ADTS 3.1.1.5.1.3). */
import { fold } from '#core/active-directory/case-folding.ts'
import type { Directory } from '../../store/directory.ts'
import { isSystem } from '../access.ts'
import { type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import type { ObjectDraft } from './object-draft.ts'

/** Characters that no account name may hold (MS-SAMR 3.1.1.8.4). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among them
const illegal = /["/\\[\]:|<>+=;?,*\0-\x1f]/

export function nameRefusal(context: OperationContext, draft: ObjectDraft): LdapRefusal | undefined {
  return (
    accountNameRefusal(context, draft) ?? principalRefusal(context, draft) ?? serviceRefusal(context, draft)
  )
}

/** Another live object that has the value. */
function takenBy(directory: Directory, attribute: string, key: string, self: string | undefined): boolean {
  for (const id of directory.values.equal(attribute, key) ?? []) {
    if (id !== self && directory.get(id)?.attributes.isDeleted === undefined) return true
  }
  return false
}

function accountNameRefusal(context: OperationContext, draft: ObjectDraft): LdapRefusal | undefined {
  const { directory } = context
  if (!draft.changed('sAMAccountName')) return undefined
  const name = draft.first('sAMAccountName')
  if (name === undefined) return refused('ConstraintViolation')
  if (illegal.test(name) && !isSystem(context.identity)) return refused('InvalidAccountName')
  if (takenBy(directory, 'sAMAccountName', fold(name), draft.before?.id)) return refused('AccountNameExists')
  // An account name also stands for name@domain, which may be somebody's principal name.
  const implicit = fold(`${name}@${directory.dnsName}`)
  return takenBy(directory, 'userPrincipalName', implicit, draft.before?.id)
    ? upnRefusal(directory)
    : undefined
}

const upnRefusal = (directory: Directory): LdapRefusal =>
  withAttribute(directory, 'UpnExists', 'userPrincipalName')

function withAttribute(directory: Directory, code: 'UpnExists' | 'SpnExists', name: string): LdapRefusal {
  const attribute = directory.attribute(name)
  return refused(code, attribute === undefined ? {} : { attribute })
}

function principalRefusal({ directory }: OperationContext, draft: ObjectDraft): LdapRefusal | undefined {
  const name = draft.changed('userPrincipalName') ? draft.first('userPrincipalName') : undefined
  if (name === undefined) return undefined
  const key = fold(name)
  if (takenBy(directory, 'userPrincipalName', key, draft.before?.id)) return upnRefusal(directory)
  const at = key.lastIndexOf('@')
  if (at < 0 || key.slice(at + 1) !== directory.dnsName) return undefined
  return takenBy(directory, 'sAMAccountName', key.slice(0, at), draft.before?.id)
    ? refused('AccountNameExists')
    : undefined
}

function serviceRefusal({ directory }: OperationContext, draft: ObjectDraft): LdapRefusal | undefined {
  if (!draft.changed('servicePrincipalName')) return undefined
  const taken = draft
    .values('servicePrincipalName')
    .some((name) => takenBy(directory, 'servicePrincipalName', fold(name), draft.before?.id))
  return taken ? withAttribute(directory, 'SpnExists', 'servicePrincipalName') : undefined
}
