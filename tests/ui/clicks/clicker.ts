/** Who clicks through a story, and how a verb of a story is done on the screens. */
import type { Locator } from 'playwright-core'
import type { ScenarioVerb, VerbArguments } from '#core/contracts/scenario-verbs.ts'
import type { Account, Hands } from '../hands.ts'

export interface Clicker {
  readonly hands: Hands
  readonly admin: Account
  /** `original` is the one that the world gave the account. */
  password(user: string, written: string): string
}

/** The verbs of a place; all of them together stand in `click-verbs.ts`. */
export type Clicks<Verbs extends ScenarioVerb> = {
  readonly [Verb in Verbs]: (clicker: Clicker, given: VerbArguments<Verb>, as?: string) => Promise<void>
}

export const first = (...candidates: Locator[]): Locator =>
  candidates.reduce((all, candidate) => all.or(candidate)).first()

/** A command at CONNECT01's console; answers once the prompt is back. */
export async function typeInPowerShell({ hands }: Clicker, script: string): Promise<void> {
  await hands.left.getByLabel('Command').fill(script)
  await hands.page.keyboard.press('Enter')
  await hands.page.waitForFunction("document.querySelector('[data-side=left] textarea')?.readOnly === false")
}
