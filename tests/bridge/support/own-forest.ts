/** Cloud, domain controller and Connect server put together by hand, so that a test can stop and start each of them. */
import express from 'express'
import { type ConnectServer, createConnectServer } from '#bridge/connect-server.ts'
import { slices } from '#bridge/sliced-work.ts'
import { fastServer, listen } from '#lab/http.ts'
import { withOwnDisk } from '#lab/own-disk.ts'
import { createWebClient, type WebAnswer } from '#lab/scenarios/web-client.ts'
import { createDomainController, type DomainController } from '#onprem-sim/domain-controller.ts'
import { administrator, type CloudHost, startCloudHost } from './cloud-host.ts'

const peoplePerTransaction = 5000

export const forest = {
  dnsName: 'contoso.local',
  netbiosName: 'CONTOSO',
  upnSuffixes: ['contoso.com'],
  administratorPassword: 'Harbor-Crane-71!',
}
/** A forest of another company, with an administrator of the same password. */
export const secondForest = {
  ...forest,
  dnsName: 'fabrikam.local',
  netbiosName: 'FABRIKAM',
  upnSuffixes: ['fabrikam.com'],
}
export const staff = 'OU=Staff,DC=contoso,DC=local'

export interface OwnForest {
  readonly cloud: CloudHost
  readonly connect: ConnectServer
  directory: DomainController
  readonly ldaps: string
  /** The Connect server's verbs over HTTP, as the control API mounts them: `scheduler`, `wizard` … */
  verb(path: string, json?: unknown, method?: string): Promise<WebAnswer>
  /** First installation, as `startOwnForest` does it unless it is told not to. */
  install(features?: { passwordHashSync?: boolean; passwordWriteback?: boolean }): Promise<void>
  /** Starts the domain controller again on the port it had. */
  restartDirectory(): Promise<void>
  /** The same Connect server again, as after a restart; under another name a second server with a disk of its own. */
  anotherConnect(serverName?: string): Promise<ConnectServer>
  /** LDAPS of the second forest. */
  readonly secondLdaps: string
  /** The verbs of a server besides the first one. */
  serveVerbs(server: ConnectServer): Promise<Verbs>
  close(): Promise<void>
}

export interface OwnForestOptions {
  readonly people?: number
  readonly writeback?: boolean
  /** False: the test installs the Connect server itself. */
  readonly install?: boolean
  /** Absent: in memory. */
  readonly data?: string
  /** A second forest, fabrikam.local, within reach. */
  readonly second?: boolean
}

export async function startOwnForest({
  people = 3,
  writeback = false,
  install = true,
  data,
  second = false,
}: OwnForestOptions = {}): Promise<OwnForest> {
  const cloud = await startCloudHost(data === undefined ? {} : { data })
  const { lab, authority } = cloud
  const tls = await authority.credentialsFor(['localhost', '127.0.0.1'])
  const start = (ldaps: number) =>
    createDomainController(lab, { forest, host: '127.0.0.1', ports: { ldap: 0, ldaps, gc: 0 }, tls })
  const directory = await start(0)
  const ldaps = `ldaps://localhost:${directory.ports.ldaps}`
  const fabrikam = second
    ? await createDomainController(withOwnDisk(lab, secondForest.dnsName), {
        forest: secondForest,
        host: '127.0.0.1',
        ports: { ldap: 0, ldaps: 0, gc: 0 },
        tls,
      })
    : undefined
  const fabrikamUrl = `ldaps://localhost:${fabrikam?.ports.ldaps ?? 0}`
  if (fabrikam !== undefined) await addStaff(fabrikamUrl, authority.certificate, secondForest)
  const anotherConnect = (serverName = 'CONNECT01') =>
    createConnectServer(serverName === 'CONNECT01' ? lab : withOwnDisk(lab, serverName), {
      serverName,
      forests: [
        {
          url: ldaps,
          plainUrl: `ldap://127.0.0.1:${directory.ports.ldap}`,
          ca: authority.certificate,
          dnsName: forest.dnsName,
          netbiosName: forest.netbiosName,
        },
        ...(fabrikam === undefined
          ? []
          : [
              {
                url: fabrikamUrl,
                ca: authority.certificate,
                dnsName: secondForest.dnsName,
                netbiosName: secondForest.netbiosName,
              },
            ]),
      ],
      cloud: cloud.endpoint,
    })
  await addStaff(ldaps, authority.certificate, forest)
  for (const part of slices(
    Array.from({ length: people }, (_, index) => person(index)),
    peoplePerTransaction,
  ))
    await directory.addUsersInBulk(part)
  // Passwords are older than the domain's minimum age of a day.
  await lab.clock.advance(25 * 3_600_000)
  const connect = await anotherConnect()
  const verbs = await serveVerbs(connect)
  const own: OwnForest = {
    cloud,
    connect,
    directory,
    ldaps,
    verb: (path, json, method) => verbs.send(path, json, method),
    install: ({ passwordHashSync = true, passwordWriteback = writeback } = {}) =>
      connect.install({
        enterpriseAdmin: { username: 'CONTOSO\\Administrator', password: forest.administratorPassword },
        globalAdmin: administrator,
        organizationalUnits: [staff],
        passwordHashSync,
        passwordWriteback,
      }),
    anotherConnect,
    secondLdaps: fabrikamUrl,
    serveVerbs,
    restartDirectory: async () => {
      own.directory = await start(directory.ports.ldaps)
    },
    close: async () => {
      await verbs.close()
      await connect.close()
      await own.directory.close()
      await fabrikam?.close()
      await cloud.close()
    },
  }
  if (install) await own.install()
  return own
}

interface Verbs {
  send(path: string, json?: unknown, method?: string): Promise<WebAnswer>
  close(): Promise<void>
}

/** The verbs on a port of their own. */
async function serveVerbs({ router }: ConnectServer): Promise<Verbs> {
  const listener = await listen(fastServer(express().use(router)), {
    host: '127.0.0.1',
    port: 0,
    listener: 'the verbs',
    setting: 'port',
  })
  const web = createWebClient('')
  return {
    send: (path: string, json?: unknown, method?: string) =>
      web.send(`http://127.0.0.1:${listener.port}/${path}`, {
        ...(json === undefined ? {} : { json }),
        ...(method === undefined ? {} : { method }),
      }),
    close: async () => {
      await web.close()
      await listener.close()
    },
  }
}

export const passwordOf = (index: number): string => `Lantern-Moss-${index}!`

export const person = (index: number) => ({
  parent: staff,
  sAMAccountName: `person${index}`,
  name: `Person ${index}`,
  password: passwordOf(index),
  attributes: {
    userPrincipalName: `person${index}@contoso.com`,
    displayName: `Person ${index}`,
    givenName: 'Person',
    sn: String(index),
    department: 'Sales',
  },
})

async function addStaff(
  url: string,
  ca: string,
  { netbiosName, dnsName, administratorPassword }: typeof forest,
): Promise<void> {
  const { Client } = await import('ldapts')
  const client = new Client({ url, tlsOptions: { ca } })
  await client.bind(`${netbiosName}\\Administrator`, administratorPassword)
  await client.add(`OU=Staff,DC=${dnsName.replace('.', ',DC=')}`, { objectClass: 'organizationalUnit' })
  await client.unbind()
}
