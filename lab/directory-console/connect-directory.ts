/** An LDAPS connection to the lab's domain controller that trusts the lab's own authority; nobody is bound on it yet. */
import type { Client } from 'ldapts'
import type { LabInfo } from '#core/contracts/lab-info.ts'

export async function connectDirectory({
  ldaps,
  caCertificate,
}: Pick<LabInfo, 'ldaps' | 'caCertificate'>): Promise<Client> {
  const { Client } = await import('ldapts')
  return new Client({
    url: ldaps,
    tlsOptions: { ca: [caCertificate] },
    connectTimeout: 5_000,
    timeout: 30_000,
  })
}
