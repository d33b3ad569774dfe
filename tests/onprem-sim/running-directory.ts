/** A domain controller on free ports, alone in a lab, with a raw socket beside the clients. */
import { connect, type Socket } from 'node:net'
import { Client } from 'ldapts'
import { openAuthority, serverNames } from '#lab/certificates.ts'
import { createLab } from '#lab/lab.ts'
import { createDomainController, type DomainControllerOptions } from '#onprem-sim/domain-controller.ts'

export const administratorPassword = 'Harbor-Crane-71!'
export const base = 'DC=contoso,DC=local'
export const administrator = `CN=Administrator,CN=Users,${base}`
const start = Date.parse('2026-01-12T09:00:00Z')

export async function startDirectory(
  settings: Pick<DomainControllerOptions, 'limits'> & { readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3' } = {},
) {
  const lab = await createLab({ id: 'directory-test', at: start })
  const authority = await openAuthority()
  const options = {
    forest: {
      dnsName: 'contoso.local',
      netbiosName: 'CONTOSO',
      upnSuffixes: ['contoso.com'],
      administratorPassword,
    },
    host: '127.0.0.1',
    ports: { ldap: 0, ldaps: 0, gc: 0 },
    tls: {
      ...(await authority.credentialsFor(serverNames(['contoso.local']))),
      ...(settings.maxVersion === undefined ? {} : { maxVersion: settings.maxVersion }),
    },
    ...(settings.limits === undefined ? {} : { limits: settings.limits }),
  }
  const directory = await createDomainController(lab, options)
  const clients: Client[] = []
  const open = (kind: 'ldap' | 'ldaps' | 'gc' = 'ldaps'): Client => {
    const secure = kind === 'ldaps'
    const client = new Client({
      url: `${secure ? 'ldaps' : 'ldap'}://127.0.0.1:${directory.ports[kind]}`,
      ...(secure ? { tlsOptions: { ca: [authority.certificate] } } : {}),
      timeout: 10_000,
    })
    clients.push(client)
    return client
  }
  return {
    lab,
    directory,
    options,
    open,
    /** Bound over LDAPS, as the Administrator unless somebody else is named. */
    bound: async (name = administrator, password = administratorPassword): Promise<Client> => {
      const client = open()
      await client.bind(name, password)
      return client
    },
    raw: (): Promise<Socket> =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port: directory.ports.ldap }, () => resolve(socket))
        socket.on('error', reject)
      }),
    close: async () => {
      for (const client of clients) await client.unbind().catch(() => undefined)
      await directory.close()
      await lab.close()
    },
  }
}

export type RunningDirectory = Awaited<ReturnType<typeof startDirectory>>

export const quoted = (password: string): Buffer => Buffer.from(`"${password}"`, 'utf16le')
