/** Values that a client wrote: known to the schema, writable, of the right syntax, naming objects that exist. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { decodeText, decodeValue, isLinkLike, withinRange } from '../../store/value-syntax.ts'
import { isRefusal, type LdapRefusal, type OperationContext, refused } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'

export const forwardLink = (attribute: AttributeSchema): boolean =>
  attribute.linkId !== undefined && attribute.linkId % 2 === 0
export const backLink = (attribute: AttributeSchema): boolean =>
  attribute.linkId !== undefined && attribute.linkId % 2 === 1

/** The kept form of a value, or why it is refused. */
export function readValue(
  context: OperationContext,
  attribute: AttributeSchema,
  bytes: Buffer,
): string | LdapRefusal {
  if (bytes.length === 0) return refused('EmptyValue')
  if (isLinkLike(attribute)) return readName(context, attribute, bytes)
  if (attribute.syntax === 'oid') return readOid(context, attribute, bytes)
  const stored = decodeValue(attribute, bytes)
  if (stored === undefined) return refused('InvalidSyntax', { attribute })
  return withinRange(attribute, stored) ? stored : refused('ValueOutOfRange', { attribute })
}

/** Names of classes and attributes are kept by name, whatever form they came in. */
function readOid(
  { directory }: OperationContext,
  attribute: AttributeSchema,
  bytes: Buffer,
): string | LdapRefusal {
  const text = decodeText(bytes)
  if (text === undefined) return refused('InvalidSyntax', { attribute })
  return (
    directory.schema.classOf(text)?.name ??
    directory.attribute(text)?.name ??
    (/^[\w.-]+$/.test(text) ? text : refused('InvalidSyntax', { attribute }))
  )
}

const binaryName = /^(B):(\d+):([0-9a-f]*):(.+)$/is
const stringName = /^(S):(\d+):(.*?):(.+)$/is

function readName(
  context: OperationContext,
  attribute: AttributeSchema,
  bytes: Buffer,
): string | LdapRefusal {
  const text = decodeText(bytes)
  if (text === undefined) return refused('InvalidSyntax', { attribute })
  if (attribute.syntax === 'dn') return readTarget(context, attribute, text)
  const parts = (attribute.syntax === 'dn-binary' ? binaryName : stringName).exec(text)
  if (parts === null || Number(parts[2]) !== (parts[3] ?? '').length)
    return refused('InvalidSyntax', { attribute })
  const target = readTarget(context, attribute, parts[4] ?? '')
  if (isRefusal(target)) return target
  const data = attribute.syntax === 'dn-binary' ? (parts[3] ?? '').toUpperCase() : (parts[3] ?? '')
  return `${(parts[1] ?? '').toUpperCase()}:${data.length}:${data}:${target}`
}

/** A name must be well-formed and lead to an object; where it does not, the refusal is about the value. */
function readTarget(
  context: OperationContext,
  attribute: AttributeSchema,
  text: string,
): string | LdapRefusal {
  const target = resolveTarget(context, text)
  if (!isRefusal(target)) return target.id
  if (target.refused === 'BadName') return refused('InvalidSyntax', { attribute })
  if (target.refused === 'NoObject' && attribute.name === 'member')
    return { ...target, refused: 'MemberUnknown' }
  if (target.refused === 'Referral') return refused('NoObject', { name: '', matchedDn: '' })
  return target
}

/** Why the attribute may not be written at all by a client. */
export function writeRefusal(attribute: AttributeSchema): LdapRefusal | undefined {
  if (backLink(attribute)) return refused('BackLinkWrite', { attribute })
  if (attribute.constructed) return refused('ConstructedAttribute', { attribute })
  return undefined
}
