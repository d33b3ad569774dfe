/** The parts of the picture as they run now: their names, what ails them, and what stands between them. */
import { computed, watch } from 'vue'
import { connectState } from '#core/contracts/connect.ts'
import { networkState } from '#core/contracts/connect-network.ts'
import { faultsAnswer } from '#core/contracts/control-api.ts'
import type { Place } from '#core/contracts/journal.ts'
import type { IconName } from '../../display/icon-shapes.ts'
import { useAnswer } from '../../display/use-answer.ts'
import { useJournalRefresh } from '../../display/use-journal-refresh.ts'
import { askFor } from '../../lab/http.ts'
import { useJournal } from '../../lab/journal-store.ts'
import { useLab } from '../../lab/lab-store.ts'
import { t } from '../../lab/language.ts'

export interface Part {
  readonly place: Place
  readonly name: string
  readonly icon: IconName
  /** Absent: it does what it is there for. */
  readonly trouble?: string | undefined
}

/** A fault or a proxy, drawn between two neighbours. */
export interface Obstacle {
  readonly key: string
  readonly between: readonly [Place, Place]
  readonly text: string
  readonly kind: 'fault' | 'proxy'
}

/** Between which parts an operation is struck, by the beginning of its name. */
const struckAt: readonly (readonly [string, readonly [Place, Place]])[] = [
  ['ldap.', ['connect', 'directory']],
  ['relay.', ['relay', 'connect']],
  ['authentication-agent.', ['relay', 'connect']],
  ['password-reset.', ['relay', 'connect']],
  ['cloud.', ['cloud', 'relay']],
  ['', ['user', 'cloud']],
]
const changing = ['fault.struck', 'fault.added', 'fault.cleared', 'flow.finished', 'power.on', 'power.off']

export function useParts() {
  const lab = useLab()
  const journal = useJournal()
  const connect = useAnswer(() => askFor(`${lab.api}/connect/state`, connectState))
  const network = useAnswer(() => askFor(`${lab.api}/connect/network`, networkState))
  const faults = useAnswer(() => askFor(`${lab.api}/faults`, faultsAnswer))
  async function refresh(): Promise<void> {
    await Promise.all([connect.refresh(), network.refresh(), faults.refresh()])
  }
  useJournalRefresh(changing, refresh)
  /** What happened before the stream stood, nobody was told. */
  watch(
    () => journal.state,
    (state) => state === 'open' && refresh(),
  )

  const server = computed(() => (connect.answer.value?.ok ? connect.answer.value.value : undefined))
  const isOff = computed(
    () => journal.events.findLast(({ type }) => type.startsWith('power.'))?.type === 'power.off',
  )
  const parts = computed((): readonly Part[] => [
    { place: 'user', name: t('Person'), icon: 'person' },
    { place: 'cloud', name: t('Cloud'), icon: 'cloud' },
    { place: 'relay', name: t('Relay'), icon: 'flow', trouble: listening(server.value?.listener) },
    {
      place: 'connect',
      name: server.value?.serverName ?? 'CONNECT01',
      icon: 'server',
      trouble: stopped(server.value?.services),
    },
    {
      place: 'directory',
      name: 'DC01',
      icon: 'directory',
      trouble: isOff.value ? t('switched off') : undefined,
    },
  ])
  const obstacles = computed((): readonly Obstacle[] => [
    ...waitingFaults(faults.answer.value?.ok ? faults.answer.value.value.faults : []),
    ...proxies(network.answer.value?.ok ? network.answer.value.value.proxy : null),
  ])
  return { parts, obstacles }
}

type Server = ReturnType<typeof connectState.parse>

const listening = (listener: Server['listener'] | undefined): string | undefined =>
  listener === undefined || listener === 'listening' ? undefined : t('nobody listens')

const stopped = (services: Server['services'] | undefined): string | undefined =>
  services?.some(({ name, state }) => name === 'ADSync' && state === 'Stopped') ? t('stopped') : undefined

type Fault = ReturnType<typeof faultsAnswer.parse>['faults'][number]

const effectOf = ({ effect, phase }: Fault): string => {
  if ('delayMs' in effect) return t('{seconds} s late', { seconds: effect.delayMs / 1000 })
  if ('code' in effect) return effect.code
  return phase === 'after' ? t('answer lost') : t('lost')
}

/** Those that have struck as often as they may stand in nobody's way. */
const waitingFaults = (faults: readonly Fault[]): Obstacle[] =>
  faults
    .filter(({ times, struck }) => times === undefined || struck < times)
    .map((fault) => ({
      key: `fault-${fault.id}`,
      between: struckAt.find(([operation]) => fault.match.operation.startsWith(operation))?.[1] ?? [
        'user',
        'cloud',
      ],
      text: `${fault.match.operation}: ${effectOf(fault)}`,
      kind: 'fault',
    }))

const proxies = (proxy: string | null): Obstacle[] =>
  proxy === null
    ? []
    : [
        {
          key: 'proxy',
          between: ['relay', 'connect'],
          text: t('proxy {address}', { address: proxy }),
          kind: 'proxy',
        },
      ]
