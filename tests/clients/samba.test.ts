/** The Connect server, run as a program with a settings file, against a directory that nobody here wrote: import, join, export, write back. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Attribute, Change, Client } from 'ldapts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeUnicodePwd } from '#core/active-directory/unicode-pwd.ts'
import type { RunHistoryRow } from '#core/contracts/connect.ts'
import { realTime } from '#lab/clock.ts'
import { administrator, type CloudHost, premium, startCloudHost } from '../bridge/support/cloud-host.ts'
import { type RunningConnect, runConnect } from './running-connect.ts'
import { type Samba, sambaIsInstalled, startSamba } from './samba-controller.ts'

describe.skipIf(!sambaIsInstalled)(
  'a Samba domain controller (skipped where samba is not installed or the tests do not run as root)',
  () => {
    let folder: string
    let cloud: CloudHost
    let samba: Samba
    let connect: RunningConnect
    let admin: Client

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
      cloud = await startCloudHost({ at: realTime() })
      samba = await startSamba(cloud.authority)
      admin = new Client({ url: samba.url, tlsOptions: { ca: cloud.authority.certificate } })
      await admin.bind(samba.administrator.username, samba.administrator.password)
      await admin.add(`OU=Staff,${samba.baseDn}`, { objectClass: 'organizationalUnit' })
      await addUser('anna', 'Lantern-Moss-42!')
      const ca = join(folder, 'ca.pem')
      await writeFile(ca, cloud.authority.certificate)
      connect = await runConnect(folder, {
        httpPort: 0,
        data: join(folder, 'data'),
        directoryUrl: samba.url,
        directoryForest: samba.dnsName,
        directoryCa: ca,
        cloudOrigin: cloud.endpoint.origin,
        cloudCa: ca,
        cloudTenant: 'contoso.onmicrosoft.com',
      })
      await install()
    }, 120_000)

    afterAll(async () => {
      await admin?.unbind()
      await connect?.close()
      await samba?.close()
      await cloud?.close()
      await rm(folder, { recursive: true, force: true })
    })

    /** The first installation, page by page. */
    async function install(): Promise<void> {
      const { act } = connect
      await act({ action: 'open' })
      await act({ action: 'next' })
      await act({ action: 'choose-install', install: 'customize' })
      await act({ action: 'next' })
      await act({ action: 'select-sign-in', method: 'none' })
      await act({ action: 'sign-in', ...administrator })
      const { furtherForests } = await act({
        action: 'add-directory',
        forest: samba.dnsName,
        account: 'create',
        ...samba.administrator,
      })
      expect(furtherForests).toEqual([])
      await act({ action: 'next' })
      await act({ action: 'continue-unmatched' })
      await act({ action: 'select-ous', selected: [`OU=Staff,${samba.baseDn}`] })
      await act({ action: 'next' })
      await act({ action: 'next' })
      await act({
        action: 'select-features',
        features: { passwordHashSync: false, passwordWriteback: true },
      })
      await act({ action: 'next' })
      expect((await act({ action: 'configure' })).page).toBe('complete')
      await act({ action: 'close' })
    }

    const synchronize = async (policyType: 'Delta' | 'Initial') =>
      ((await connect.verb('sync', { policyType })) as { runs: RunHistoryRow[] }).runs

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
      const rows = await connect.events('sync.run-finished')
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
      const rows = await synchronize('Delta')
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
      const after = await synchronize('Initial')
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
