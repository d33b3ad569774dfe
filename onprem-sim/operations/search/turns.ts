/** Whose turn it is: long searches go on one slice at a time, so that a hundred of them hold others up no longer than one does. */
export interface Turns {
  /** Settles when it is this search's turn; whatever else came in meanwhile was served before. */
  next(): Promise<void>
}

export function createTurns(): Turns {
  const waiting: (() => void)[] = []
  const serve = () => {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(serve)
  }
  return {
    next: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 1) setImmediate(serve)
      }),
  }
}
