/** The requests that are measured, the same ones for the domain controller and for slapd. */
import { bindRequest, type Load, replaceRequest, searchRequest } from './ldap-load.ts'
import { slapdBase } from './slapd.ts'

export type Kind = Pick<Load, 'request' | 'bind' | 'target'>

export const kindNames = ['bind', 'base', 'equality', 'page of 1,000', 'modify', 'reset over LDAPS'] as const
export type KindName = (typeof kindNames)[number]

export interface DirectoryPorts {
  readonly ldap: number
  readonly ldaps: number
  readonly base: string
  readonly administrator: string
}

export const administratorPassword = 'Harbor-Crane-71!'
export const userPassword = 'Lantern-Moss-42!'
const attributes = ['cn', 'sn', 'givenName', 'displayName', 'mail', 'uid', 'sAMAccountName', 'description']
export const pageSize = 1000

interface Names {
  readonly dn: (n: number) => string
  readonly base: string
  readonly account: string
  readonly everybody: readonly [attribute: string, value: string]
}

function kindsOf(
  door: Pick<Kind, 'target' | 'bind'>,
  users: number,
  { dn, base, account, everybody }: Names,
): Record<'bind' | 'base' | 'equality' | 'page of 1,000' | 'modify', Kind> {
  const search = (n: number) => searchRequest(base, 2, account, `user${n % users}`, attributes)
  return {
    bind: { ...door, request: (n) => bindRequest(dn(n), userPassword) },
    base: { ...door, request: (n) => searchRequest(dn(n), 0, 'objectClass', undefined, attributes) },
    equality: { ...door, request: search },
    'page of 1,000': {
      ...door,
      request: () => searchRequest(base, 2, ...everybody, attributes, pageSize),
    },
    modify: { ...door, request: (n) => replaceRequest(dn(n), 'description', Buffer.from(`text ${n}`)) },
  }
}

export function controllerKinds(ports: DirectoryPorts, users: number): Record<KindName, Kind> {
  const dn = (n: number) => `CN=User ${n % users},OU=People,${ports.base}`
  const bind = bindRequest(ports.administrator, administratorPassword)
  return {
    ...kindsOf({ target: { port: ports.ldap }, bind }, users, {
      dn,
      base: ports.base,
      account: 'sAMAccountName',
      everybody: ['objectClass', 'user'],
    }),
    'reset over LDAPS': {
      bind,
      target: { port: ports.ldaps, secure: true },
      request: (n) => replaceRequest(dn(n), 'unicodePwd', newPassword(n)),
    },
  }
}

export function slapdKinds(port: number, users: number): Partial<Record<KindName, Kind>> {
  const door = { target: { port }, bind: bindRequest(`cn=admin,${slapdBase}`, 'secret') }
  return kindsOf(door, users, {
    dn: (n) => `uid=user${n % users},ou=people,${slapdBase}`,
    base: slapdBase,
    account: 'uid',
    everybody: ['objectClass', 'inetOrgPerson'],
  })
}

/** No digits of the number: those of a display name are against the policy. */
export const newPassword = (n: number): Buffer =>
  Buffer.from(`"Copper-1-${[...String(n)].map((digit) => 'qwertyuiop'[Number(digit)]).join('')}!"`, 'utf16le')
