import { expect, onTestFinished, test } from 'vitest'
import { perform } from '#lab/scenarios/verbs/all.ts'
import { temporaryDirectory } from '#tests/support/temporary-directory.ts'
import { binds, type LabProcess, Ledger, replace, startLabProcess } from './support/killed-lab.ts'

/** Each round starts a lab, which takes seconds: a few by default, fifty with HYBRIDLAB_KILL_ROUNDS=50. */
const rounds = Number(process.env.HYBRIDLAB_KILL_ROUNDS ?? 5)
/** So many things are acknowledged in each round before it may end, however slow the machine. */
const atLeast = 3
const admin = 'admin@contoso.com'
const staff = 'OU=Staff,DC=contoso,DC=local'
const people = ['anna', 'ben', 'chloe'].map((name) => `${name}@contoso.com`)
const passwordMethod = '28c10230-6103-485e-b985-444c60001490'

async function enableWriteback({ doors }: LabProcess): Promise<void> {
  const policy = { minimumAgeDays: 0, history: 0 }
  await perform(doors, { verb: 'ldap.setPasswordPolicy', arguments: policy }, admin)
  await perform(doors, { verb: 'connect.setPasswordWriteback', arguments: { enabled: true } }, admin)
  await perform(doors, { verb: 'portal.setOnPremisesIntegration', arguments: { writeBack: true } }, admin)
  for (const user of people) {
    await perform(doors, { verb: 'portal.setUsageLocation', arguments: { user, country: 'SG' } }, admin)
    await perform(doors, { verb: 'portal.assignLicense', arguments: { user, sku: 'AAD_PREMIUM_P2' } }, admin)
  }
}

async function reset(
  { doors }: LabProcess,
  { operations }: Books,
  user: string,
  newPassword: string,
): Promise<void> {
  const path = `/v1.0/users/${user}/authentication/methods/${passwordMethod}/resetPassword`
  const accepted = await doors.as(admin, path, { json: { newPassword } })
  const { pathname, search } = new URL(accepted.headers.get('location') ?? '')
  operations.set(user, pathname + search)
  for (;;) {
    const { json } = await doors.as(admin, pathname + search, { headers: { prefer: 'wait=10' } })
    const { status, statusDetail } = json as { status: string; statusDetail: string | null }
    if (status === 'succeeded') return
    if (status === 'failed') throw new Error(`refused: ${statusDetail}`)
  }
}

interface Books {
  readonly passwords: Ledger
  /** By the account's name: its department. */
  readonly departments: Ledger
  /** By user: where the last reset that was accepted can be asked about. */
  readonly operations: Map<string, string>
}

const addStaff = ({ ldap }: LabProcess, name: string, department: string) =>
  ldap.add(`CN=${name},${staff}`, {
    objectClass: 'user',
    sAMAccountName: name,
    userPrincipalName: `${name}@contoso.com`,
    department,
  })

/** Everybody works until the process is gone: changes on premises, cycles, resets; then `kill` strikes. */
async function workUntilKilled(
  lab: LabProcess,
  books: Books,
  round: number,
  afterMs: number,
): Promise<number> {
  let acknowledged = 0
  let underWay: () => void = () => undefined
  const begun = new Promise<void>((resolve) => {
    underWay = resolve
  })
  const again = async (work: (count: number) => Promise<boolean>) => {
    for (let count = 0; await work(count); count += 1) {
      acknowledged += 1
      if (acknowledged >= atLeast) underWay()
    }
  }
  const workers = [
    again((count) => {
      const name = `extra-${round}-${count}`
      return books.departments.note(name, 'New', () => addStaff(lab, name, 'New'))
    }),
    again((count) => {
      const [name = ''] = books.departments.keys()
      const department = `Round ${round}, ${count}`
      return books.departments.note(name, department, () =>
        lab.ldap.modify(`CN=${name},${staff}`, replace('department', department)),
      )
    }),
    again(() =>
      lab.doors.control('connect/sync', { json: { policyType: 'Delta' } }).then(
        ({ status }) => status < 300,
        () => false,
      ),
    ),
    ...people.map((user) =>
      again((count) => {
        const password = `Harbour-${round}-${count}-Gate!`
        return books.passwords.note(user, password, () => reset(lab, books, user, password))
      }),
    ),
  ]
  await begun
  await new Promise((resolve) => setTimeout(resolve, afterMs))
  await lab.kill()
  await Promise.all(workers)
  return acknowledged
}

/** Every acknowledged change is there, or a later one that nobody was told about. */
async function expectDirectoryKeptItsWord(lab: LabProcess, { departments }: Books): Promise<void> {
  const { searchEntries } = await lab.ldap.search(staff, {
    filter: '(objectClass=user)',
    attributes: ['sAMAccountName', 'department'],
  })
  const found = new Map(
    searchEntries.map((entry) => [String(entry.sAMAccountName), String(entry.department)]),
  )
  for (const name of departments.keys()) {
    const department = found.get(name) ?? ''
    expect(departments.possible(name)).toContain(department)
    departments.settle(name, department)
  }
}

/** Whoever asks about a reset that was cut off is not kept waiting for ever. */
async function expectResetsToHaveEnded({ doors }: LabProcess, { operations }: Books): Promise<void> {
  for (const path of operations.values()) {
    const { json } = await doors.as(admin, path)
    expect(['succeeded', 'failed']).toContain((json as { status: string }).status)
  }
}

/** One password opens Active Directory; after the next cycle the same one opens the cloud, and no other does. */
async function expectOnePasswordOnBothSides(lab: LabProcess, { passwords }: Books): Promise<void> {
  for (const user of people) {
    const possible = passwords.possible(user)
    const taken: string[] = []
    for (const password of possible) if (await binds(lab, user, password)) taken.push(password)
    expect(taken).toHaveLength(1)
    const [password = ''] = taken
    passwords.settle(user, password)
    expect((await lab.doors.signIn(user, password)).accessToken).toBeTypeOf('string')
    for (const other of possible)
      if (other !== password) expect((await lab.doors.signIn(user, other)).accessToken).toBeUndefined()
  }
}

interface RunRow {
  readonly status: string
  readonly profile: string
  readonly statistics: Readonly<Record<string, number>>
}

async function synchronize({ doors }: LabProcess): Promise<readonly RunRow[]> {
  const started = await doors.control('connect/sync', { json: { policyType: 'Delta' } })
  expect(started.status).toBeLessThan(300)
  return (started.json as { runs: readonly RunRow[] }).runs
}

/** The next cycle finishes what the killed one had begun; the one after that has nothing left to do. */
async function expectTheNextCycleToFinish(lab: LabProcess): Promise<void> {
  for (const { status } of await synchronize(lab)) expect(status).toBe('success')
  // The export's own echo comes in, and changes nothing.
  await synchronize(lab)
  const exports = (await synchronize(lab)).filter(({ profile }) => profile === 'Export')
  for (const { status, statistics } of exports) {
    expect(status).toBe('success')
    expect(statistics).toEqual({})
  }
}

/** The tenant holds each person of the synchronised units once, with the same department. */
async function expectSamePeopleOnBothSides(lab: LabProcess): Promise<void> {
  const { searchEntries } = await lab.ldap.search(staff, {
    filter: '(objectClass=user)',
    attributes: ['userPrincipalName', 'department'],
  })
  const select = '$select=userPrincipalName,department,onPremisesSyncEnabled'
  const { json } = await lab.doors.as(admin, `/v1.0/users?$top=999&${select}`)
  const users = (
    json as { value: { userPrincipalName: string; department: string; onPremisesSyncEnabled: boolean }[] }
  ).value
  const line = (name: unknown, department: unknown) => `${name}: ${department}`
  expect(
    users
      .filter((user) => user.onPremisesSyncEnabled)
      .map((user) => line(user.userPrincipalName, user.department))
      .sort(),
  ).toEqual(searchEntries.map((entry) => line(entry.userPrincipalName, entry.department)).sort())
}

test(
  `kill -9 in cycles and resets leaves both directories consistent, with every acknowledged change (${rounds} rounds; 50 with HYBRIDLAB_KILL_ROUNDS=50)`,
  async () => {
    const data = await temporaryDirectory()
    const books: Books = { passwords: new Ledger(), departments: new Ledger(), operations: new Map() }
    let lab = await startLabProcess(data)
    onTestFinished(() => lab.kill())
    await enableWriteback(lab)
    for (const user of people) books.passwords.settle(user, lab.doors.password(user, 'original'))
    await books.departments.note('worker', 'Start', () => addStaff(lab, 'worker', 'Start'))
    let acknowledged = 0
    for (let round = 0; round < rounds; round += 1) {
      acknowledged += await workUntilKilled(lab, books, round, (round * 263) % 900)
      lab = await startLabProcess(data)
      await expectDirectoryKeptItsWord(lab, books)
      await expectResetsToHaveEnded(lab, books)
      await expectTheNextCycleToFinish(lab)
      // Password hashes follow every two minutes, and heal what the cloud has missed.
      await lab.doors.control('clock', { json: { advance: 'PT5M' } })
      await expectOnePasswordOnBothSides(lab, books)
      await expectSamePeopleOnBothSides(lab)
    }
    expect(acknowledged).toBeGreaterThanOrEqual(rounds * atLeast)
  },
  60_000 + rounds * 60_000,
)
