/** The whole world of scenario baseline B, and the hands of its people: portal, change page, directory, Connect verbs. */
import { Attribute, Change, Client } from 'ldapts'
import type { RunHistoryRow } from '#core/contracts/connect.ts'
import type { JournalEvent, WindowsEvent } from '#core/contracts/journal.ts'
import { type Doors, openDoors } from '#lab/scenarios/doors.ts'
import { perform } from '#lab/scenarios/verbs/all.ts'
import type { WebAnswer } from '#lab/scenarios/web-client.ts'
import { type StartedLab, type StartOptions, startLab } from '#lab/start.ts'

export const opening = '2026-01-12T09:00:00Z'
export const anna = 'anna@contoso.com'
export const annaDn = 'CN=Anna Berg,OU=Sales,OU=Staff,DC=contoso,DC=local'
export const annasPassword = 'Lantern-Moss-42!'
export const admin = 'admin@contoso.com'
const everyday = ['anna', 'ben', 'chloe', 'david', 'emma', 'frank', 'grace', 'henry'].map(
  (name) => `${name}@contoso.com`,
)

export interface JoinedLab {
  readonly lab: StartedLab
  readonly doors: Doors
  /** Bound as a Domain Admin. */
  readonly ldap: Client
  connect(path: string, json?: unknown, method?: string): Promise<WebAnswer>
  cycle(policyType?: 'Delta' | 'Initial'): Promise<RunHistoryRow[]>
  /** Writes attributes as a Domain Admin; null deletes them. */
  write(dn: string, attributes: Record<string, string | Buffer | null>): Promise<void>
  /** The administrator resets a password in the portal; answers the flow's refusal code, or undefined. */
  adminReset(user: string, newPassword: string): Promise<string | undefined>
  /** The user changes the password; answers the change page's number, or undefined. */
  change(user: string, oldPassword: string, newPassword: string): Promise<number | undefined>
  /** Can the user log on at a workstation with this password? */
  logsOn(user: string, password: string): Promise<boolean>
  /** Ids of the Connect server's Windows events since the mark. */
  windowsEvents(after: number): readonly number[]
  windowsRows(after: number): readonly WindowsEvent[]
  mark(): number
  close(): Promise<void>
}

const asWindowsEvent = (event: JournalEvent): WindowsEvent => event.data as unknown as WindowsEvent

export async function startJoinedLab({
  writeback = true,
  ...options
}: StartOptions & { writeback?: boolean } = {}): Promise<JoinedLab> {
  const lab = await startLab({ at: opening, ...options })
  const doors = openDoors(lab.info, lab.control)
  const domainAdmin = lab.info.accounts.find(({ role }) => role === 'Domain Admin')
  const ldap = new Client({ url: lab.info.ldaps, tlsOptions: { ca: lab.info.caCertificate } })
  await ldap.bind(domainAdmin?.dn ?? '', domainAdmin?.password ?? '')
  const mark = () => lab.events().at(-1)?.seq ?? 0
  const windowsRows = (after: number) =>
    lab
      .events({ after, type: 'windows-event.written' })
      .filter(({ place }) => place === 'connect')
      .map(asWindowsEvent)
  const joined: JoinedLab = {
    lab,
    doors,
    ldap,
    connect: (path, json, method) =>
      doors.control(`connect/${path}`, {
        ...(json === undefined ? {} : { json }),
        ...(method === undefined ? {} : { method }),
      }),
    cycle: async (policyType = 'Delta') => {
      const answer = await joined.connect('sync', { policyType })
      if (answer.status !== 200) throw new Error(answer.text)
      return (answer.json as { runs: RunHistoryRow[] }).runs
    },
    write: async (dn, attributes) => {
      const changes = Object.entries(attributes).map(([type, value]) => {
        const values = value === null ? [] : [value]
        return new Change({
          operation: 'replace',
          modification: new Attribute({ type, values: values as string[] }),
        })
      })
      await ldap.modify(dn, changes)
    },
    adminReset: async (user, newPassword) => {
      const after = mark()
      await perform(doors, { verb: 'portal.resetPassword', arguments: { user, newPassword } } as never, admin)
      return lab.events({ after, type: 'step.refused' }).find(({ flow }) => flow !== 'writeback')?.code
    },
    change: async (user, oldPassword, newPassword) => {
      const { accessToken } = await doors.signIn(user, oldPassword)
      const headers = { authorization: `Bearer ${accessToken ?? tokens.get(user)}` }
      if (accessToken !== undefined) tokens.set(user, accessToken)
      const answer = await doors.cloud('/passwordreset/v1/change', {
        headers,
        json: { oldPassword, newPassword },
      })
      return answer.status < 300
        ? undefined
        : ((answer.json as { error: { number?: number } }).error.number ?? answer.status)
    },
    logsOn: async (user, password) => {
      const client = new Client({ url: lab.info.ldaps, tlsOptions: { ca: lab.info.caCertificate } })
      try {
        await client.bind(user, password)
        return true
      } catch {
        return false
      } finally {
        await client.unbind()
      }
    },
    windowsRows,
    windowsEvents: (after) => windowsRows(after).map(({ eventId }) => eventId),
    mark,
    close: async () => {
      await ldap.unbind()
      await doors.close()
      await lab.close()
    },
  }
  const tokens = new Map<string, string>()
  if (writeback) await reachBaseline(joined)
  return joined
}

/** Licences, writeback on both sides, reset for all, and no minimum age. */
async function reachBaseline({ doors, write }: JoinedLab): Promise<void> {
  const does = (verb: string, given: object) => perform(doors, { verb, arguments: given } as never, admin)
  for (const user of everyday) {
    await does('portal.setUsageLocation', { user, country: 'SG' })
    await does('portal.assignLicense', { user, sku: 'AAD_PREMIUM_P2' })
  }
  await does('connect.setPasswordWriteback', { enabled: true })
  await does('portal.setOnPremisesIntegration', { writeBack: true, unlock: true })
  await does('portal.enablePasswordReset', { scope: 'All' })
  await write('DC=contoso,DC=local', { minPwdAge: '0' })
}
