/** The presenter's autoplay: does step after step at a pace, until it is paused, ends or fails. */
import { wait } from '../clock.ts'

export type AutoplayState = 'off' | 'playing' | 'paused' | 'failed'

export class Autoplay {
  #state: AutoplayState = 'off'
  #paceMs = 0
  /** Tells a loop that was paused and one that was started since apart. */
  #turn = 0

  get reading(): { state: AutoplayState; paceMs: number } {
    return { state: this.#state, paceMs: this.#paceMs }
  }

  /** Plays on from where the story stands; `step` does one and says whether there is more. */
  start(paceMs: number, step: () => Promise<'more' | 'end' | 'failed'>): void {
    this.#paceMs = paceMs
    this.#state = 'playing'
    this.#turn += 1
    void this.#loop(this.#turn, step)
  }

  pause(): void {
    this.#halt('paused')
  }

  stop(): void {
    this.#halt('off')
  }

  #halt(state: AutoplayState): void {
    this.#turn += 1
    this.#state = state
  }

  async #loop(turn: number, step: () => Promise<'more' | 'end' | 'failed'>): Promise<void> {
    while (turn === this.#turn) {
      const outcome = await step().catch(() => 'failed' as const)
      if (turn !== this.#turn) return
      if (outcome !== 'more') return this.#halt(outcome === 'end' ? 'off' : 'failed')
      await wait(this.#paceMs)
    }
  }
}
