/** What was changed on the Connect server, whichever way, as verbs: read from `connect.configured`, services and runs. */
import { z } from 'zod'
import { type ConnectSetting, connectSettings } from '#core/contracts/connect-settings.ts'
import type { JournalEvent } from '#core/contracts/journal.ts'
import type { Act, Words } from './record-act.ts'

const configured = z.looseObject({
  since: z.number(),
  settings: z.looseObject({
    forests: z.array(z.string()).optional(),
    organizationalUnits: z.array(z.string()).optional(),
    signAndEncrypt: z.array(z.boolean()).optional(),
    stagingMode: z.boolean().optional(),
    userSignIn: z.string().optional(),
    keyVersion: z.number().optional(),
    network: z
      .looseObject({
        way: z.enum(['direct', 'proxy']),
        allow: z.array(z.string()),
        demands: z.string().optional(),
        knows: z.string().optional(),
      })
      .optional(),
    clockOffsetMs: z.number().optional(),
    tls12: z.boolean().optional(),
  }),
})
type Settings = z.infer<typeof configured>['settings']

/** The journal does not know what it was; one password opens a proxy of which only the name is known. */
const credentials = (username: string) => ({ username, password: 'Proxy-Pass-1!' })

const proxyOf = ({ way, allow, demands, knows }: NonNullable<Settings['network']>): Words =>
  way === 'direct'
    ? {}
    : {
        allow,
        ...(demands === undefined ? {} : { demands: credentials(demands) }),
        ...(knows === undefined ? {} : { knows: credentials(knows) }),
      }

const off = (ms: number): Words => {
  const by = `PT${Math.round(Math.abs(ms) / 1_000)}S`
  return ms === 0 ? {} : ms > 0 ? { ahead: by } : { behind: by }
}

/** Names relative to the domain; a scope that holds the whole domain cannot be said by units. */
const relative = (units: readonly string[]): string[] =>
  units.map((dn) => dn.replace(/(?:,?DC=[^,]+)+$/i, '')).filter((unit) => unit !== '')

interface Told {
  readonly settings: Settings
  /** New keys come with switching writeback on, too. */
  readonly isWritebackChanged: boolean
}

/** A forest that is added brings its units along. */
const onlyHere = ({ settings }: Told): boolean => settings.forests === undefined

const verbs: Readonly<Record<ConnectSetting, (told: Told) => Words | undefined>> = {
  forests: ({ settings: { forests = [] } }) => ({ 'connect.addForest': { forest: forests.at(-1) } }),
  organizationalUnits: (told) =>
    onlyHere(told)
      ? { 'connect.setOrganizationalUnits': { units: relative(told.settings.organizationalUnits ?? []) } }
      : undefined,
  signAndEncrypt: (told) =>
    onlyHere(told)
      ? { 'connect.setSignAndEncrypt': { enabled: told.settings.signAndEncrypt?.every(Boolean) } }
      : undefined,
  stagingMode: ({ settings }) => ({ 'connect.setStagingMode': { enabled: settings.stagingMode } }),
  userSignIn: ({ settings }) => ({ 'connect.setUserSignIn': { method: settings.userSignIn } }),
  keyVersion: ({ isWritebackChanged }) => (isWritebackChanged ? undefined : { 'connect.renewKeys': {} }),
  network: ({ settings: { network } }) => network && { 'connect.setProxy': proxyOf(network) },
  clockOffsetMs: ({ settings }) => ({ 'connect.setClock': off(settings.clockOffsetMs ?? 0) }),
  tls12: ({ settings }) => ({ 'connect.setTls12': { enabled: settings.tls12 } }),
}

const switchedOnOrOff = /password writeback for directory$/

/** The events between the request and its end. */
export function configuredSpan(event: JournalEvent): readonly [number, number] | undefined {
  const told = event.type === 'connect.configured' ? configured.safeParse(event.data).data : undefined
  return told && [told.since, event.seq]
}

export function configuredActs(event: JournalEvent, events: readonly JournalEvent[]): Act[] {
  const told = configured.safeParse(event.data).data
  if (told === undefined) return []
  const within = events.filter(({ seq }) => seq > told.since && seq < event.seq)
  const isWritebackChanged = within.some(({ data }) =>
    switchedOnOrOff.test(String(data?.activityDisplayName ?? '')),
  )
  return connectSettings
    .filter((name) => told.settings[name] !== undefined)
    .flatMap((name) => {
      const words = verbs[name]({ settings: told.settings, isWritebackChanged })
      const checks = [{ connectSetting: { name } }]
      return words === undefined ? [] : [{ seq: told.since + 1, do: words, adds: checks }]
    })
}

export function serviceAct({ seq, type, data }: JournalEvent): Act {
  const verb = type === 'service.started' ? 'connect.startService' : 'connect.stopService'
  return { seq, do: { [verb]: { service: data?.service } } }
}

/** A cycle by hand begins with an import that follows no import; its other runs belong to it. */
export function cycleActs(events: readonly JournalEvent[]): Act[] {
  const spans = events.flatMap((event) => configuredSpan(event) ?? []).length
  const inWizard = (seq: number) =>
    spans > 0 &&
    events.some((event) => {
      const span = configuredSpan(event)
      return span !== undefined && seq > span[0] && seq < span[1]
    })
  const runs = events.filter(({ type, seq }) => type === 'sync.run-finished' && !inWizard(seq))
  const isImport = (event: JournalEvent | undefined) => /Import$/.test(String(event?.data?.profile))
  return runs
    .filter((run, at) => isImport(run) && !isImport(runs[at - 1]))
    .map(({ seq, data }) => ({
      seq,
      do: { 'connect.synchronize': { policyType: data?.profile === 'Full Import' ? 'Initial' : 'Delta' } },
      checks: [{ syncRun: { profile: data?.profile, status: data?.status } }],
    }))
}
