/** LDAP requests (RFC 4511 4) off the wire. Whatever is malformed throws `MalformedPacket`; nothing is half read. */
import type { Filter } from '#core/active-directory/filter.ts'
import { type BerReader, MalformedPacket, tags } from './ber-reader.ts'
import { readFilter } from './filter-codec.ts'

export interface Control {
  readonly oid: string
  readonly critical: boolean
  readonly value?: Buffer
}

export interface AttributeChange {
  /** add 0, delete 1, replace 2; others are refused later with an answer. */
  readonly operation: number
  readonly attribute: string
  readonly values: readonly Buffer[]
}

export type BindAuthentication =
  | { readonly kind: 'simple'; readonly password: Buffer }
  | { readonly kind: 'sasl'; readonly mechanism: string; readonly credentials?: Buffer }
  /** [9] package discovery, [10] negotiate, [11] response: Microsoft's Sicily (MS-ADTS 5.1.1.1.3). */
  | { readonly kind: 'sicily'; readonly tag: number; readonly token: Buffer }
  | { readonly kind: 'unknown' }

export interface SearchRequest {
  readonly op: 'search'
  readonly base: string
  readonly scope: number
  readonly sizeLimit: number
  readonly timeLimit: number
  readonly typesOnly: boolean
  readonly filter: Filter
  readonly attributes: readonly string[]
}
export interface AddRequest {
  readonly op: 'add'
  readonly dn: string
  readonly attributes: readonly { readonly name: string; readonly values: readonly Buffer[] }[]
}
export interface ModifyRequest {
  readonly op: 'modify'
  readonly dn: string
  readonly changes: readonly AttributeChange[]
}
export interface ModifyDnRequest {
  readonly op: 'modifyDN'
  readonly dn: string
  readonly newRdn: string
  readonly deleteOldRdn: boolean
  readonly newSuperior?: string
}
export interface BindRequest {
  readonly op: 'bind'
  readonly version: number
  readonly name: string
  readonly authentication: BindAuthentication
}
export interface CompareRequest {
  readonly op: 'compare'
  readonly dn: string
  readonly attribute: string
  readonly value: Buffer
}
export interface ExtendedRequest {
  readonly op: 'extended'
  readonly oid: string
  readonly value?: Buffer
}
export interface DeleteRequest {
  readonly op: 'delete'
  readonly dn: string
}

export type Request =
  | BindRequest
  | SearchRequest
  | AddRequest
  | ModifyRequest
  | ModifyDnRequest
  | DeleteRequest
  | CompareRequest
  | ExtendedRequest
  | { readonly op: 'unbind' }
  | { readonly op: 'abandon'; readonly messageId: number }

export interface Message {
  readonly id: number
  readonly request: Request
  readonly controls: readonly Control[]
}

const operationTags: Readonly<Record<number, (body: BerReader) => Request>> = {
  96: readBind,
  66: () => ({ op: 'unbind' }),
  99: readSearch,
  102: readModify,
  104: readAdd,
  74: (body) => ({ op: 'delete', dn: body.rest().toString('utf8') }),
  108: readModifyDn,
  110: readCompare,
  80: readAbandon,
  119: readExtended,
}

export function readMessage(reader: BerReader): Message {
  const message = reader.enter(tags.sequence)
  const id = message.integer()
  const read = operationTags[message.peek()]
  if (read === undefined) throw new MalformedPacket('an unknown operation')
  const request = read(message.next())
  const controls = message.more ? readControls(message.enter(0xa0)) : []
  message.finish()
  return { id, request, controls }
}

/** The operation's tag of a message that could not be read any further, so that its answer can be of the right kind. */
function readControls(list: BerReader): Control[] {
  const controls: Control[] = []
  while (list.more) {
    const one = list.enter(tags.sequence)
    const oid = one.text()
    const critical = one.more && one.peek() === tags.boolean ? one.boolean() : false
    const value = one.more ? one.octets() : undefined
    one.finish()
    controls.push({ oid, critical, ...(value === undefined ? {} : { value }) })
  }
  return controls
}

function readBind(body: BerReader): BindRequest {
  const version = body.integer()
  const name = body.text()
  const tag = body.peek()
  const authentication = readAuthentication(tag, body)
  return { op: 'bind', version, name, authentication }
}

function readAuthentication(tag: number, body: BerReader): BindAuthentication {
  if (tag === 0x80) return { kind: 'simple', password: body.octets(0x80) }
  const inner = body.next()
  if (tag === 0xa3) {
    const mechanism = inner.text()
    const credentials = inner.more ? inner.octets() : undefined
    return { kind: 'sasl', mechanism, ...(credentials === undefined ? {} : { credentials }) }
  }
  return tag >= 0x89 && tag <= 0x8b ? { kind: 'sicily', tag, token: inner.rest() } : { kind: 'unknown' }
}

function readSearch(body: BerReader): SearchRequest {
  const base = body.text()
  const scope = body.integer(tags.enumerated)
  body.integer(tags.enumerated)
  const sizeLimit = body.integer()
  const timeLimit = body.integer()
  const typesOnly = body.boolean()
  const filter = readFilter(body)
  const attributes = readTexts(body.enter(tags.sequence))
  body.finish()
  return { op: 'search', base, scope, sizeLimit, timeLimit, typesOnly, filter, attributes }
}

function readTexts(list: BerReader): string[] {
  const texts: string[] = []
  while (list.more) texts.push(list.text())
  return texts
}

function readValues(set: BerReader): Buffer[] {
  const values: Buffer[] = []
  while (set.more) values.push(set.octets())
  return values
}

function readAdd(body: BerReader): AddRequest {
  const dn = body.text()
  const list = body.enter(tags.sequence)
  const attributes: { name: string; values: Buffer[] }[] = []
  while (list.more) {
    const one = list.enter(tags.sequence)
    const name = one.text()
    attributes.push({ name, values: readValues(one.enter(tags.set)) })
    one.finish()
  }
  body.finish()
  return { op: 'add', dn, attributes }
}

function readModify(body: BerReader): ModifyRequest {
  const dn = body.text()
  const list = body.enter(tags.sequence)
  const changes: AttributeChange[] = []
  while (list.more) {
    const one = list.enter(tags.sequence)
    const operation = one.integer(tags.enumerated)
    const attribute = one.enter(tags.sequence)
    const name = attribute.text()
    changes.push({ operation, attribute: name, values: readValues(attribute.enter(tags.set)) })
    one.finish()
  }
  body.finish()
  return { op: 'modify', dn, changes }
}

function readModifyDn(body: BerReader): ModifyDnRequest {
  const dn = body.text()
  const newRdn = body.text()
  const deleteOldRdn = body.boolean()
  const newSuperior = body.more ? body.text(0x80) : undefined
  body.finish()
  return { op: 'modifyDN', dn, newRdn, deleteOldRdn, ...(newSuperior === undefined ? {} : { newSuperior }) }
}

function readCompare(body: BerReader): CompareRequest {
  const dn = body.text()
  const assertion = body.enter(tags.sequence)
  const attribute = assertion.text()
  const value = assertion.octets()
  body.finish()
  return { op: 'compare', dn, attribute, value }
}

function readAbandon(body: BerReader): Request {
  const length = body.end - body.at
  if (length < 1 || length > 6) throw new MalformedPacket('an abandon without a message id')
  return { op: 'abandon', messageId: body.bytes.readIntBE(body.at, length) }
}

function readExtended(body: BerReader): ExtendedRequest {
  const oid = body.text(0x80)
  const value = body.more ? body.octets(0x81) : undefined
  body.finish()
  return { op: 'extended', oid, ...(value === undefined ? {} : { value }) }
}
