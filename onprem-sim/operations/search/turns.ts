/** Whose turn it is: long searches go on one slice at a time, so that a hundred of them hold others up no longer than one does. */
export interface Turns {
  /** Settles when it is this search's turn; whatever else came in meanwhile was served before. */
  next(): Promise<void>
  /** Whether searches have had the processor long enough: it is time for others. */
  readonly over: boolean
}

/** Milliseconds of one turn, by the machine's clock: how long others wait has nothing to do with the lab's time. */
const turnMs = 2

/** For what is measured by the machine's clock. */
export const machineMs = (): number => Number(process.hrtime.bigint() / 1000n) / 1000

export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  let began: number | undefined
  const end = () => {
    began = undefined
  }
  const begin = (): number => {
    began = machineMs()
    setImmediate(end)
    return began
  }
  const serve = () => {
    end()
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(serve)
  }
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 1) setImmediate(serve)
      }),
    get over() {
      return machineMs() - (began ?? begin()) >= turnMs
    },
  }
}
