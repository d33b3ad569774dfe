/** The company's proxy between Connect and the cloud: allow-list, names and passwords, idle connections (writeback.md §7.5). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { networkState } from '#core/contracts/connect-network.ts'
import { logsOn } from './support/access-list.ts'
import { type OwnForest, passwordOf, startOwnForest } from './support/own-forest.ts'
import { openThreeDoors, type ThreeDoors, upnOf } from './support/three-doors.ts'

/** The list of the 2019 guide, and the hosts that the documentation names. */
const guide = ['azure.com', 'microsoftazuread-sso.com']
const sync = ['*.microsoftonline.com', '*.graph.windows.net']
const writeback = ['*.passwordreset.microsoftonline.com', '*.servicebus.windows.net']
const strong = 'Spring-Harbour-2026!'

let world: OwnForest
let doors: ThreeDoors
beforeAll(async () => {
  world = await startOwnForest({ people: 4, writeback: true })
  doors = openThreeDoors(world)
  await doors.prepare(0, 1, 2)
}, 60_000)
afterAll(async () => {
  await doors.close()
  await world.close()
})

const network = async (settings: object) =>
  networkState.parse((await world.verb('network', settings, 'PUT')).json)
const restart = () => world.verb('services/ADSync/restart', {})
const mark = () => world.cloud.lab.journal.lastSeq
const rows = (after: number) =>
  world.cloud.lab.journal
    .events({ after, type: 'windows-event.written' })
    .filter(({ place }) => place === 'connect')
    .map(({ data }) => ({ id: Number(data?.eventId), message: String(data?.message) }))

test('the guide’s allow-list is not enough: neither sync nor writeback gets through, and the proxy’s log shows why (scenario 23)', async () => {
  const state = await network({ way: 'proxy', allow: guide })
  expect(state.endpoints.filter(({ reachable }) => reachable).map(({ host }) => host)).toEqual([
    'autologon.microsoftazuread-sso.com',
  ])
  const after = mark()
  await restart()
  expect(rows(after).map(({ id }) => id)).toEqual([31016, 31034, 32002, 6800])
  expect(rows(after)[2]?.message).toContain('(403) Forbidden: ssprdedicatedsbprodscu.servicebus.windows.net')
  expect((await doors.reset(0, strong))?.pageCode).toBe('SSPR_0030')
  expect(await logsOn(world, upnOf(0), passwordOf(0))).toBe(true)
  const cycle = await world.connect.synchronize('Delta')
  expect(cycle.find(({ connector }) => connector.endsWith('AAD'))?.status).toBe('no-start-connection')
  const { log } = await network({ way: 'proxy', allow: guide })
  expect(new Set(log.map(({ status }) => status))).toEqual(new Set([403]))
})

test('with the hosts of synchronisation alone, cycles run and writeback still does not', async () => {
  await network({ way: 'proxy', allow: [...guide, ...sync.map((host) => host.replace('*.', ''))] })
  // *.microsoftonline.com covers the password reset service; the relay is what is missing.
  const cycle = await world.connect.synchronize('Delta')
  expect(cycle.every(({ status }) => status === 'success')).toBe(true)
  expect((await doors.reset(0, strong))?.pageCode).toBe('SSPR_0030')
})

test('with the two documented hosts writeback works at the next attempt, through the proxy', async () => {
  await network({ way: 'proxy', allow: [...sync, ...writeback] })
  await restart()
  expect(await doors.reset(0, strong)).toBeUndefined()
  expect(await logsOn(world, upnOf(0), strong)).toBe(true)
  const { log } = networkState.parse((await world.verb('network')).json)
  expect(log.find(({ host }) => host.endsWith('servicebus.windows.net'))?.status).toBe(200)
})

test('a heartbeat that the proxy holds back is 32015, and the portal’s blade says that nobody listens', async () => {
  const blade = async () => {
    const path = '/api/PasswordReset/OnPremisesPasswordResetPolicies'
    return (await world.cloud.asAdministrator(path)).json
  }
  expect(await blade()).toMatchObject({ status: 'healthy' })
  await network({ way: 'proxy', allow: guide })
  await restart()
  const after = mark()
  await world.cloud.lab.clock.advance(11 * 60_000)
  const late = rows(after).filter(({ id }) => id === 32015)
  expect(late.length).toBeGreaterThanOrEqual(2)
  expect(late[0]?.message).toContain('(403) Forbidden')
  expect(await blade()).toMatchObject({ status: 'unreachable' })
  await network({ way: 'proxy', allow: [...sync, ...writeback] })
  await restart()
  const back = mark()
  await world.cloud.lab.clock.advance(6 * 60_000)
  const ofWriteback = () =>
    rows(back)
      .map(({ id }) => id)
      .filter((id) => id >= 31_000)
  expect(ofWriteback()).toEqual([31019])
  await world.cloud.lab.clock.advance(20 * 60_000)
  expect(ofWriteback()).toEqual([31019])
  expect(await blade()).toMatchObject({ status: 'healthy' })
})

test('Test-NetConnection sees what the proxy holds back', async () => {
  await network({ way: 'proxy', allow: sync })
  const relay = 'ssprdedicatedsbprodncu.servicebus.windows.net'
  const test = async (ComputerName: string) =>
    (await world.verb('cmdlets/Test-NetConnection', { parameters: { ComputerName, Port: '443' } })).json
  expect(await test(relay)).toMatchObject({
    output: [{ TcpTestSucceeded: false, Detail: `(403) Forbidden: ${relay}` }],
  })
  expect(await test('login.microsoftonline.com')).toMatchObject({ output: [{ TcpTestSucceeded: true }] })
  expect(await test('host.example')).toMatchObject({ output: [{ TcpTestSucceeded: false }] })
})

test('a proxy that wants a name and a password answers 407 until machine.config has them', async () => {
  const allow = [...sync, ...writeback]
  const requireCredentials = { username: 'CONTOSO-svc', password: 'Proxy-Pass-1!' }
  const before = await network({ way: 'proxy', allow, requireCredentials })
  expect(before.endpoints.filter(({ reachable }) => reachable)).toEqual([])
  const after = mark()
  await restart()
  expect(rows(after).find(({ id }) => id === 32002)?.message).toContain('(407) Proxy Authentication Required')
  const state = await network({ way: 'proxy', allow, requireCredentials, credentials: requireCredentials })
  expect(JSON.stringify(state)).not.toContain('Proxy-Pass')
  expect(state.endpoints.filter(({ reachable }) => !reachable).map(({ host }) => host)).toEqual([
    'autologon.microsoftazuread-sso.com',
  ])
  // machine.config is read when the service starts.
  expect((await doors.reset(1, strong))?.pageCode).toBe('SSPR_0030')
  await restart()
  expect(await doors.reset(1, strong)).toBeUndefined()
})

test('an idle timeout shorter than the heartbeat cuts the relay; the agent comes back; six minutes are enough', async () => {
  const allow = [...sync, ...writeback]
  await network({ way: 'proxy', allow, idleSeconds: 120 })
  await restart()
  const after = mark()
  await world.cloud.lab.clock.advance(10 * 60_000)
  await expect.poll(() => rows(after).map(({ id }) => id), { timeout: 5000 }).toContain(31034)
  await expect.poll(() => rows(after).map(({ id }) => id), { timeout: 5000 }).toContain(32014)
  await network({ way: 'proxy', allow, idleSeconds: 400 })
  await restart()
  const later = mark()
  await world.cloud.lab.clock.advance(60 * 60_000)
  expect(rows(later).map(({ id }) => id)).not.toContain(31034)
})

test('a setting that makes no sense is refused and changes nothing', async () => {
  expect((await world.verb('network', { way: 'proxy', allow: ['not a host'] }, 'PUT')).status).toBe(400)
  expect((await world.verb('network', { way: 'tunnel' }, 'PUT')).status).toBe(400)
  expect(networkState.parse((await world.verb('network')).json).idleSeconds).toBe(400)
  await network({ way: 'direct' })
  await restart()
  expect(await doors.reset(2, strong)).toBeUndefined()
})
