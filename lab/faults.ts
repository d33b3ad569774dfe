/** Faults that a trainer or a test puts in the way of operations: match, effect, and how often. */
import { faultPatternProblem, fitsPattern } from '#core/contracts/fault-operations.ts'
import type { FaultEffect, Faults, Journal, Store } from '#core/ports.ts'
import { wait } from './clock.ts'
import type { SeededRandom } from './random.ts'
import { LabRefusal } from './refusal.ts'

interface FaultRule {
  /** `operation` and `target` may end in `*`; target compares without case. */
  readonly match: { readonly operation: string; readonly target?: string | undefined }
  readonly effect: FaultEffect
  /** 0..1; always when absent. */
  readonly probability?: number | undefined
  /** How often it strikes at most. */
  readonly times?: number | undefined
  /** How many matching operations pass first. */
  readonly after?: number | undefined
  /** Before the operation had its effect (default), or after it, as when only the answer is lost. */
  readonly phase?: 'before' | 'after' | undefined
}

interface Fault extends FaultRule {
  readonly id: string
  readonly seen: number
  readonly struck: number
}

export interface LabFaults extends Faults {
  add(rule: FaultRule): Promise<Fault>
  list(): readonly Fault[]
  /** Removes one, or all; answers how many there were. */
  clear(id?: string): Promise<number>
}

const matches = (
  fault: Fault,
  operation: string,
  target: string | undefined,
  phase: 'before' | 'after',
): boolean =>
  (fault.phase ?? 'before') === phase &&
  fitsPattern(fault.match.operation, operation) &&
  (fault.match.target === undefined || (target !== undefined && fitsPattern(fault.match.target, target)))

const spent = (fault: Fault): boolean => fault.times !== undefined && fault.struck >= fault.times

export function createFaults(lab: { store: Store; journal: Journal; random: SeededRandom }): LabFaults {
  const faults = lab.store.collection<Fault>('lab.faults')
  const chance = lab.random.fork('faults')
  let number = 0
  for (const fault of faults.values()) number = Math.max(number, Number(fault.id))

  const strikes = (fault: Fault): boolean => {
    if (fault.seen < (fault.after ?? 0)) return false
    return fault.probability === undefined || chance.integer(1_000_000) < fault.probability * 1_000_000
  }
  const count = (fault: Fault, struck: boolean) =>
    lab.store.transaction(() =>
      faults.put({ ...fault, seen: fault.seen + 1, struck: fault.struck + (struck ? 1 : 0) }),
    )
  const tell = (fault: Fault, operation: string, target: string | undefined) =>
    lab.journal.record({
      place: 'lab',
      type: 'fault.struck',
      summary: `Fault ${fault.id} struck ${operation}`,
      ...(target === undefined ? {} : { target }),
      data: { fault: fault.id, operation, effect: fault.effect },
    })

  const strikeAny = async (
    operation: string,
    target: string | undefined,
    phase: 'before' | 'after',
  ): Promise<FaultEffect | undefined> => {
    for (const fault of [...faults.values()]) {
      if (spent(fault) || !matches(fault, operation, target, phase)) continue
      const struck = strikes(fault)
      await count(fault, struck)
      if (!struck) continue
      tell(fault, operation, target)
      if (!('delayMs' in fault.effect)) return fault.effect
      await wait(fault.effect.delayMs)
    }
    return undefined
  }

  return {
    strike: (operation, target, phase = 'before') =>
      faults.size === 0 ? undefined : strikeAny(operation, target, phase),
    add: async (rule) => {
      const problem = faultPatternProblem(rule.match.operation)
      if (problem !== undefined) throw new LabRefusal('LabRequestInvalid', { problem })
      return lab.store.transaction(() => {
        number += 1
        const fault: Fault = { ...rule, id: String(number), seen: 0, struck: 0 }
        faults.put(fault)
        lab.journal.record({
          place: 'lab',
          type: 'fault.added',
          summary: `Fault ${fault.id} waits for ${rule.match.operation}`,
          data: { fault: fault.id, operation: rule.match.operation },
        })
        return fault
      })
    },
    list: () => [...faults.values()],
    clear: (id) =>
      lab.store.transaction(() => {
        const going = [...faults.values()].filter((fault) => id === undefined || fault.id === id)
        for (const fault of going) {
          faults.delete(fault.id)
          lab.journal.record({
            place: 'lab',
            type: 'fault.cleared',
            summary: `Fault ${fault.id} is out of the way`,
            data: { fault: fault.id, operation: fault.match.operation },
          })
        }
        return going.length
      }),
  }
}
