/** The exchanges of the matter that is looked at; asked again as it goes on. */
import { computed, type Ref, watch } from 'vue'
import { exchangesAnswer } from '#core/contracts/exchanges.ts'
import type { Place } from '#core/contracts/journal.ts'
import { useAnswer } from '../../display/use-answer.ts'
import { askFor } from '../../lab/http.ts'
import { useLab } from '../../lab/lab-store.ts'
import type { Trace } from './trace.ts'

/** Where the message of a step's place is seen: what CONNECT01 decides, it decides about what the relay brought. */
const wireOf: Readonly<Record<Place, Place>> = {
  user: 'cloud',
  cloud: 'cloud',
  relay: 'relay',
  connect: 'relay',
  directory: 'directory',
  lab: 'cloud',
}

export function useExchanges(trace: Ref<Trace | undefined>) {
  const lab = useLab()
  const id = computed(() => trace.value?.correlationId)
  const { answer, refresh } = useAnswer(() =>
    id.value === undefined
      ? undefined
      : askFor(`${lab.api}/exchanges?correlationId=${encodeURIComponent(id.value)}`, exchangesAnswer),
  )
  watch(() => trace.value?.events.length, refresh)
  const exchanges = computed(() =>
    answer.value?.ok === true
      ? answer.value.value.exchanges.filter(({ correlationId }) => correlationId === id.value)
      : [],
  )
  /** The last exchange at that place: the one that decided. */
  const at = (place: Place) => exchanges.value.findLast((exchange) => exchange.place === wireOf[place])?.id
  return { exchanges, at }
}
