/** The operations of one connection that have begun and not ended: who may join them, and who waits for them. */
export interface Task {
  readonly id: number
  readonly cancelled: boolean
  /** Called at once when the client abandons the operation or is gone. */
  onCancel(callback: () => void): void
}

export interface RunningOperations {
  readonly size: number
  begin(id: number): Task
  end(task: Task): void
  /** False when no such operation runs. */
  cancel(id: number): boolean
  cancelAll(): void
  /** Ends those that would never end by themselves (change notifications). */
  cancelEndless(): void
  /** A promise while more run than the limit allows; it settles when one has ended. */
  room(): Promise<void> | undefined
  /** A promise while any runs. */
  quiet(): Promise<void> | undefined
}

interface RunningTask extends Task {
  cancelled: boolean
  readonly callbacks: (() => void)[]
}

export function createRunningOperations(limit: number): RunningOperations {
  const tasks = new Map<number, RunningTask>()
  let ended: (() => void)[] = []

  const stop = (task: RunningTask) => {
    task.cancelled = true
    for (const callback of task.callbacks) callback()
  }
  const nextEnd = () =>
    new Promise<void>((resolve) => {
      ended.push(resolve)
    })
  return {
    get size() {
      return tasks.size
    },
    begin: (id) => {
      const callbacks: (() => void)[] = []
      const task = {
        id,
        cancelled: false,
        callbacks,
        onCancel: (call: () => void) => void callbacks.push(call),
      }
      tasks.set(id, task)
      return task
    },
    end: (task) => {
      if (tasks.get(task.id) === task) tasks.delete(task.id)
      const waiting = ended
      if (waiting.length === 0) return
      ended = []
      for (const resolve of waiting) resolve()
    },
    cancel: (id) => {
      const task = tasks.get(id)
      if (task !== undefined) stop(task)
      return task !== undefined
    },
    cancelAll: () => {
      for (const task of [...tasks.values()]) stop(task)
    },
    cancelEndless: () => {
      for (const task of [...tasks.values()]) if (task.callbacks.length > 0) stop(task)
    },
    room: () => (tasks.size < limit ? undefined : nextEnd()),
    quiet: () => (tasks.size === 0 ? undefined : nextEnd()),
  }
}
