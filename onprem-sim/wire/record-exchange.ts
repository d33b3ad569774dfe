/** An operation that belongs to a flow (it carries the lab's correlation control), kept for the picture as LDIF-like text. */
import { correlationControl } from '#core/contracts/directory-replication.ts'
import { isSecretName } from '#core/mask-secrets.ts'
import type { Lab } from '#core/ports.ts'
import type { AttributeChange, Message, Request } from './requests.ts'
import type { LdapResult } from './responses.ts'

const changeWords = ['add', 'delete', 'replace']

export function recordExchange(lab: Lab, message: Message, result: LdapResult): void {
  const { request, controls } = message
  const correlation = controls.find(({ oid }) => oid === correlationControl)?.value
  if (correlation === undefined) return
  lab.exchanges.record({
    correlationId: correlation.toString('latin1').slice(0, 100),
    place: 'directory',
    protocol: 'ldap',
    title: `${request.op} ${targetOf(request)}`.trim(),
    request: [
      ...linesOf(request),
      ...controls.map(({ oid, critical }) => `control: ${oid} ${critical}`),
    ].join('\n'),
    answer: [`result: ${result.code}`, `diagnosticMessage: ${result.message ?? ''}`].join('\n'),
    outcome: String(result.code),
    refused: result.code !== 0,
  })
}

const targetOf = (request: Request): string => {
  if ('dn' in request) return request.dn
  if ('name' in request) return request.name
  return 'base' in request ? request.base : ''
}

function linesOf(request: Request): string[] {
  const head = [`dn: ${targetOf(request)}`, `changetype: ${request.op.toLowerCase()}`]
  if (request.op === 'modify') return [...head, ...request.changes.flatMap(changeLines)]
  if (request.op === 'add')
    return [...head, ...request.attributes.flatMap(({ name, values }) => valueLines(name, values))]
  if (request.op === 'modifyDN')
    return [...head, `newrdn: ${request.newRdn}`, `newsuperior: ${request.newSuperior ?? ''}`]
  return head
}

const changeLines = ({ operation, attribute, values }: AttributeChange): string[] => [
  `${changeWords[operation] ?? operation}: ${attribute}`,
  ...valueLines(attribute, values),
  '-',
]

/** Of a secret only its length is told; of bytes, their base64. */
const valueLines = (name: string, values: readonly Buffer[]): string[] =>
  values.map((value) => {
    if (isSecretName(name)) return `${name}:: (${value.length} bytes, masked)`
    const text = value.toString('utf8')
    return /^[\P{C}]*$/u.test(text) ? `${name}: ${text}` : `${name}:: ${value.toString('base64')}`
  })
