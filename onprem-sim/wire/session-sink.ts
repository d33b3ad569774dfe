/** Where the entries of one operation go: onto its connection, as fast as the reader reads and others have their turns. */
import type { SearchSink } from '../operations/search/search-job.ts'
import { machineMs, type Turns } from '../operations/search/turns.ts'
import type { Outbox } from './outbox.ts'
import type { Task } from './running-operations.ts'
import type { AnsweredRequest } from './strike-request.ts'

export class SessionSink implements SearchSink {
  private readonly outbox: Outbox
  private readonly turns: Turns
  private readonly task: Task
  private readonly deadline: number

  constructor(outbox: Outbox, turns: Turns, task: Task, request: AnsweredRequest) {
    this.outbox = outbox
    this.turns = turns
    this.task = task
    const seconds = request.op === 'search' ? request.timeLimit : 0
    this.deadline = seconds > 0 ? machineMs() + seconds * 1000 : Number.POSITIVE_INFINITY
  }

  send(bytes: Buffer): void {
    this.outbox.send(bytes)
  }

  ready(): Promise<boolean> | undefined {
    return this.outbox.ready()
  }

  turn(): Promise<void> {
    return this.turns.next()
  }

  get turnOver(): boolean {
    return this.turns.over
  }

  get behind(): boolean {
    return this.outbox.behind
  }

  get late(): boolean {
    return this.deadline !== Number.POSITIVE_INFINITY && machineMs() >= this.deadline
  }

  get cancelled(): boolean {
    return this.task.cancelled
  }

  onCancel(callback: () => void): void {
    this.task.onCancel(callback)
  }
}
