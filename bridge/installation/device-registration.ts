/**
 * What *Configure device options* makes in a forest, as an Enterprise Administrator: the service connection point by which
 * domain-joined machines find the tenant, and the container that device writeback writes to. Source: writeback.md §7.2.
 */
import { Attribute, Change } from 'ldapts'
import { deviceContainerRights } from '#core/sync/connector-account-rights.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { textsOf } from '../connectors/ldap-values.ts'
import type { Configuration, ForestConfiguration } from '../state/configuration.ts'
import { grant, sidOf } from './connector-account.ts'

/** The same in every forest. */
const connectionPoint = 'CN=62a0ff2e-97b9-4513-943f-0d221bd30080'
const registration = 'CN=Device Registration Configuration'

export const deviceContainerOf = (baseDn: string): string => `CN=RegisteredDevices,${baseDn}`

const text = (type: string, ...values: string[]): Attribute => new Attribute({ type, values })

async function servicesOf(connection: DirectoryConnection): Promise<string> {
  const rootDse = await connection.read('', ['configurationNamingContext'])
  return `CN=Services,${textsOf(rootDse?.configurationNamingContext)[0]}`
}

/** Machines read which tenant to join from its keywords. */
export async function makeConnectionPoint(
  connection: DirectoryConnection,
  { tenantId, initialDomain }: Configuration['cloud'],
): Promise<void> {
  const parent = `${registration},${await servicesOf(connection)}`
  const dn = `${connectionPoint},${parent}`
  const keywords = text('keywords', `azureADName:${initialDomain}`, `azureADId:${tenantId}`)
  if ((await connection.read(dn, ['cn'])) !== undefined)
    return connection.modify(dn, [new Change({ operation: 'replace', modification: keywords })])
  if ((await connection.read(parent, ['cn'])) === undefined)
    await connection.add(parent, [text('objectClass', 'top', 'container')])
  await connection.add(dn, [
    text('objectClass', 'top', 'leaf', 'connectionPoint', 'serviceConnectionPoint'),
    keywords,
  ])
}

/** The connector account may make and change devices below it. */
export async function makeDeviceContainer(
  connection: DirectoryConnection,
  { baseDn, account }: ForestConfiguration,
): Promise<void> {
  const dn = deviceContainerOf(baseDn)
  if ((await connection.read(dn, ['cn'])) === undefined)
    await connection.add(dn, [text('objectClass', 'top', 'msDS-DeviceContainer')])
  const name = account.username.replace(/^.*\\/, '')
  const search = {
    base: baseDn,
    scope: 'sub',
    filter: `(sAMAccountName=${name})`,
    attributes: ['1.1'],
  } as const
  const [found] = await connection.entries(search)
  if (found !== undefined)
    await grant(connection, dn, deviceContainerRights(await sidOf(connection, found.dn)))
}
