/** The Connect server against a directory that nobody here wrote: import, join, export, write back. */
import { Attribute, Change, Client } from 'ldapts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConnectServer, createConnectServer } from '#bridge/connect-server.ts'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import { administrator, type CloudHost, premium, startCloudHost } from './support/cloud-host.ts'
import { type Samba, sambaIsInstalled, startSamba } from './support/samba.ts'

describe.skipIf(!sambaIsInstalled)(
  'a Samba domain controller (skipped where samba is not installed or the tests do not run as root)',
  () => {
    let cloud: CloudHost
    let samba: Samba
    let connect: ConnectServer
    let admin: Client

    beforeAll(async () => {
      cloud = await startCloudHost()
      samba = await startSamba(cloud.authority)
      admin = new Client({ url: samba.url, tlsOptions: { ca: cloud.authority.certificate } })
      await admin.bind(samba.administrator.username, samba.administrator.password)
      await admin.add(`OU=Staff,${samba.baseDn}`, { objectClass: 'organizationalUnit' })
      await addUser('anna', 'Lantern-Moss-42!')
      connect = await createConnectServer(cloud.lab, {
        serverName: 'CONNECT01',
        forests: [
          {
            url: samba.url,
            ca: cloud.authority.certificate,
            dnsName: samba.dnsName,
            netbiosName: samba.netbiosName,
          },
        ],
        cloud: cloud.endpoint,
      })
      await connect.install({
        enterpriseAdmin: samba.administrator,
        globalAdmin: administrator,
        organizationalUnits: [`OU=Staff,${samba.baseDn}`],
        passwordHashSync: false,
        passwordWriteback: true,
      })
    }, 120_000)

    afterAll(async () => {
      await admin?.unbind()
      await connect?.close()
      await samba?.close()
      await cloud?.close()
    })

    async function addUser(name: string, password: string): Promise<void> {
      await admin.add(`CN=${name},OU=Staff,${samba.baseDn}`, [
        new Attribute({ type: 'objectClass', values: ['user'] }),
        new Attribute({ type: 'sAMAccountName', values: [name] }),
        new Attribute({ type: 'userPrincipalName', values: [`${name}@contoso.com`] }),
        new Attribute({ type: 'displayName', values: [name] }),
        new Attribute({ type: 'userAccountControl', values: ['512'] }),
        new Attribute({ type: 'unicodePwd', values: [Buffer.from(encodeUnicodePwd(password))] }),
      ])
    }

    test('the first cycle brings its users into the tenant and writes the anchor back', async () => {
      const rows = cloud.lab.journal.events({ type: 'sync.run-finished' })
      expect(rows.map(({ data }) => `${data?.connector} ${data?.profile} ${data?.status}`)).toEqual([
        'samba.lab Full Import success',
        'contoso.onmicrosoft.com - AAD Full Import success',
        'samba.lab Full Synchronization success',
        'contoso.onmicrosoft.com - AAD Full Synchronization success',
        'contoso.onmicrosoft.com - AAD Export success',
        'samba.lab Export success',
      ])
      const { searchEntries } = await admin.search(samba.baseDn, {
        filter: '(sAMAccountName=anna)',
        attributes: ['objectGUID', 'mS-DS-ConsistencyGuid'],
        explicitBufferAttributes: ['objectGUID', 'mS-DS-ConsistencyGuid'],
      })
      expect(searchEntries[0]?.['mS-DS-ConsistencyGuid']).toEqual(searchEntries[0]?.objectGUID)
    })

    test('a delta cycle brings what changed, a full one what was deleted', async () => {
      await admin.modify(
        `CN=anna,OU=Staff,${samba.baseDn}`,
        new Change({
          operation: 'replace',
          modification: new Attribute({ type: 'title', values: ['Account Manager'] }),
        }),
      )
      await addUser('ben', 'Copper-Field-58!')
      const rows = await connect.synchronize('Delta')
      expect(rows.find(({ profile }) => profile === 'Delta Import')?.statistics).toMatchObject({
        adds: 1,
        updates: 1,
      })
      expect(
        rows.find(({ profile, connector }) => profile === 'Export' && connector.endsWith('AAD'))?.statistics,
      ).toEqual({
        'export-add': 1,
        'export-update': 1,
      })
      await admin.del(`CN=ben,OU=Staff,${samba.baseDn}`)
      // Samba hides tombstones from everybody but administrators, DirSync or not: a full import finds who is missing.
      const after = await connect.synchronize('Initial')
      expect(after[0]?.statistics).toMatchObject({ deletes: 1 })
      expect(after[4]?.statistics).toEqual({ 'export-delete': 1 })
    })

    test('a reset in the portal is written back, and Samba takes the new password at bind', async () => {
      const { asAdministrator } = cloud
      const user = '/v1.0/users/anna@contoso.com'
      await asAdministrator(user, { method: 'PATCH', json: { usageLocation: 'SG' } })
      await asAdministrator(`${user}/assignLicense`, {
        json: { addLicenses: [{ skuId: premium, disabledPlans: [] }], removeLicenses: [] },
      })
      await asAdministrator('/api/PasswordReset/OnPremisesPasswordResetPolicies', {
        method: 'PUT',
        json: { passwordWritebackEnabled: true },
      })
      const reset = `${user}/authentication/methods/28c10230-6103-485e-b985-444c60001490/resetPassword`
      const accepted = await asAdministrator(reset, { json: { newPassword: 'Spring-Harbour-2026!' } })
      expect(accepted.status).toBe(202)
      const operation = new URL(accepted.headers.get('location') ?? '')
      await expect
        .poll(async () => (await asAdministrator(operation.pathname + operation.search)).json)
        .toMatchObject({ status: 'succeeded' })
      const anna = new Client({ url: samba.url, tlsOptions: { ca: cloud.authority.certificate } })
      // The former password stays good at Samba for a while (old password allowed period), so another one is tried.
      const bind = (password: string) => anna.bind('anna@contoso.com', password).then(() => 'bound', String)
      expect(await bind('Spring-Harbour-2026?')).toContain('data 52e')
      expect(await bind('Spring-Harbour-2026!')).toBe('bound')
      await anna.unbind()
    })
  },
)
