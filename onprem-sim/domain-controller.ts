/** The domain controller of one lab: its directory, its LDAP, LDAPS and global catalog ports, and its hourly duties. */
import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import type { Lab, Part } from '#core/ports.ts'
import { purgeIntervalMs, purgeTombstones } from './operations/garbage-collection.ts'
import { isRefusal } from './operations/operation.ts'
import { runSdProp, sdPropIntervalMs } from './operations/sd-prop.ts'
import { createTurns } from './operations/search/turns.ts'
import { add } from './operations/write/add.ts'
import { provisionForest } from './provisioning/provision-forest.ts'
import { type Forest, systemContext } from './provisioning/provisioning.ts'
import { type Directory, openDirectory } from './store/directory.ts'
import { encodeBer } from './wire/ber-writer.ts'
import { listenForDatagrams } from './wire/cldap.ts'
import { type LdapLimits, ldapLimits } from './wire/limits.ts'
import { listenForLdap, type TlsSettings } from './wire/listener.ts'

export interface DomainControllerOptions {
  /** Made when the lab's store is empty; otherwise what is stored is loaded. */
  readonly forest: Forest
  readonly host: string
  /** 0: any free port. */
  readonly ports: { readonly ldap: number; readonly ldaps: number; readonly gc: number }
  readonly tls: TlsSettings
  /** What one client may take; Windows's defaults when absent. */
  readonly limits?: Partial<LdapLimits>
}

export interface BulkUser {
  /** DN of the parent. */
  readonly parent: string
  readonly sAMAccountName: string
  readonly name: string
  readonly password?: string
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
}

export interface DomainController extends Part {
  readonly ports: { readonly ldap: number; readonly ldaps: number; readonly gc: number }
  readonly baseDn: string
  readonly netbiosName: string
  readonly administratorDn: string
  /** Seeds thousands: the same checks as an add over LDAP, one transaction. Throws with the first refusal. */
  addUsersInBulk(users: readonly BulkUser[]): Promise<void>
}

export async function createDomainController(
  lab: Lab,
  options: DomainControllerOptions,
): Promise<DomainController> {
  const { forest, host, ports, tls } = options
  const directory = openDirectory(lab, forest)
  if (directory.objects.size === 0) await lab.store.transaction(() => provisionForest(directory, forest))
  const limits = { ...ldapLimits, ...options.limits }
  const common = { directory, host, tls, limits, turns: createTurns() }
  const listeners = await Promise.all([
    listenForLdap({ ...common, port: ports.ldap, secure: false, globalCatalog: false }),
    listenForLdap({ ...common, port: ports.ldaps, secure: true, globalCatalog: false }),
    listenForLdap({ ...common, port: ports.gc, secure: false, globalCatalog: true }),
  ])
  const [ldap, ldaps, gc] = listeners
  const datagrams = await listenForDatagrams(directory, host, ldap?.port ?? 0)
  const duties = [
    lab.clock.every(sdPropIntervalMs, { name: 'SDProp', run: hourlySdProp(directory) }),
    lab.clock.every(purgeIntervalMs, {
      name: 'directory garbage collection',
      run: () => lab.store.transaction(() => `${purgeTombstones(directory)} tombstones removed`),
    }),
  ]
  const administrator = directory.byKey('objectSid', `${directory.domainSid}-500`)
  return {
    name: 'directory',
    ports: { ldap: ldap?.port ?? 0, ldaps: ldaps?.port ?? 0, gc: gc?.port ?? 0 },
    baseDn: directory.dnOf(directory.domain),
    netbiosName: forest.netbiosName,
    administratorDn: administrator === undefined ? '' : directory.dnOf(administrator),
    health: () => checkHealth(host, ldap?.port ?? 0, ldaps?.port ?? 0),
    addUsersInBulk: (users) => lab.store.transaction(() => addUsers(systemContext(directory), users)),
    close: async () => {
      for (const cancel of duties) cancel()
      await Promise.all([...listeners.map((listener) => listener.close()), datagrams?.close()])
    },
  }
}

/** Nothing to do when nothing was written since the last run, as on most hours of a long advance of the clock. */
function hourlySdProp(directory: Directory): () => Promise<string> | string {
  let seen = -1
  return async () => {
    if (directory.highestUsn === seen) return 'nothing changed'
    const changed = await directory.lab.store.transaction(() => runSdProp(directory))
    seen = directory.highestUsn
    return `${changed} protected objects changed`
  }
}

function addUsers(context: ReturnType<typeof systemContext>, users: readonly BulkUser[]): void {
  for (const user of users) {
    const values = (value: string | readonly string[]) =>
      (typeof value === 'string' ? [value] : value).map((one) => Buffer.from(one))
    const attributes = Object.entries({
      objectClass: 'user',
      sAMAccountName: user.sAMAccountName,
      userAccountControl: user.password === undefined ? '514' : '512',
      ...user.attributes,
    })
    const outcome = add(context, {
      op: 'add',
      dn: `CN=${user.name.replace(/[\\",;<>+=]/g, '\\$&')},${user.parent}`,
      attributes: [
        ...attributes.map(([name, value]) => ({ name, values: values(value) })),
        ...(user.password === undefined
          ? []
          : [{ name: 'unicodePwd', values: [Buffer.from(encodeUnicodePwd(user.password))] }]),
      ],
    })
    if (isRefusal(outcome)) throw new Error(`${user.sAMAccountName} cannot be added: ${outcome.refused}`)
  }
}

/** A rootDSE search over LDAP and over LDAPS, as any client would make it. */
async function checkHealth(
  host: string,
  ldap: number,
  ldaps: number,
): Promise<{ ok: boolean; detail: string }> {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const [plain, secure] = await Promise.all([
    ask(() => connectPlain({ host: address, port: ldap })),
    // The certificate is the lab's own; whether it answers is the question, not who signed it.
    ask(() => connectTls({ host: address, port: ldaps, rejectUnauthorized: false })),
  ])
  const wrong = [...(plain ? [] : ['LDAP']), ...(secure ? [] : ['LDAPS'])]
  return {
    ok: wrong.length === 0,
    detail: wrong.length === 0 ? 'LDAP and LDAPS answer' : `${wrong.join(' and ')} does not answer`,
  }
}

const healthTimeoutMs = 3000

function ask(open: () => ReturnType<typeof connectPlain>): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = open()
    const settle = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(healthTimeoutMs, () => settle(false))
    socket.on('error', () => settle(false))
    socket.on('data', () => settle(true))
    socket.write(rootDseRequest)
  })
}

const rootDseRequest = encodeBer((writer) => {
  const mark = writer.mark()
  writer.close(0x30, writer.mark())
  writer.octets(Buffer.from('objectClass'), 0x87)
  writer.boolean(false)
  writer.integer(0)
  writer.integer(0)
  writer.integer(0, 0x0a)
  writer.integer(0, 0x0a)
  writer.text('')
  writer.close(0x63, mark)
  writer.integer(1)
  writer.close(0x30, mark)
})
