import { parseSddl } from '#core/active-directory/sddl.ts'
import { formatSecurityDescriptor } from '#core/active-directory/security-descriptor.ts'
import { systemIdentity } from '../operations/access.ts'
import { noControls } from '../operations/controls.ts'
import { isRefusal, type LdapRefusal, type OperationContext } from '../operations/operation.ts'
import { add } from '../operations/write/add.ts'
import type { Directory } from '../store/directory.ts'
import type { ProvisionedObject } from './domain-objects.ts'

export interface Forest {
  readonly dnsName: string
  readonly netbiosName: string
  readonly upnSuffixes: readonly string[]
  readonly administratorPassword: string
  readonly dcName?: string | undefined
}

export interface Provisioning {
  readonly context: OperationContext
  readonly forest: Forest
  readonly base: string
  readonly sid: string
  readonly dcName: string
}

export const systemContext = (directory: Directory): OperationContext => ({
  directory,
  identity: systemIdentity,
  tls: true,
  globalCatalog: false,
  source: '',
  controls: { ...noControls, showDeleted: true },
  correlationId: undefined,
})

export function put(
  { context, base, sid, forest }: Provisioning,
  one: ProvisionedObject,
  naming: string,
): void {
  const fill = (value: string) =>
    Buffer.from(value.replaceAll('{base}', base).replaceAll('{sid}', sid).replaceAll('{dns}', forest.dnsName))
  const attributes = Object.entries(one.attributes ?? {}).map(([name, value]) => ({
    name,
    values: (typeof value === 'string' ? [value] : value).map(fill),
  }))
  const sd = one.descriptor === undefined ? undefined : parseSddl(one.descriptor, sid)
  const descriptor =
    sd === undefined
      ? []
      : [{ name: 'nTSecurityDescriptor', values: [Buffer.from(formatSecurityDescriptor(sd))] }]
  must(
    one.dn,
    add(context, {
      op: 'add',
      dn: `${one.dn},${naming}`,
      attributes: [
        { name: 'objectClass', values: [Buffer.from(one.objectClass)] },
        ...attributes,
        ...descriptor,
      ],
    }),
  )
}

export function must(what: string, outcome: LdapRefusal | object): void {
  if (isRefusal(outcome)) throw new Error(`provisioning ${what} failed: ${outcome.refused}`)
}

/** Where the one site stands in the configuration. */
export const site = 'CN=Default-First-Site-Name,CN=Sites'
