/**
 * What a reader chose for this machine: kept by the browser, told to the servers' own pages in a cookie, and followed when
 * another window of the lab, or the one around this page, chooses anew.
 */
import { type Chosen, choiceKey, type ScreenChoice, screenChoices } from '#core/contracts/screen-choices.ts'

function known<Choice extends ScreenChoice>(choice: Choice, text: string | null): Chosen<Choice> | undefined {
  const choices: readonly Chosen<Choice>[] = screenChoices[choice]
  return choices.find((each) => each === text)
}

/** Elsewhere, where tests run what needs no browser, nothing was chosen. */
const isBrowser = typeof localStorage !== 'undefined'

export const keptChoice = <Choice extends ScreenChoice>(choice: Choice): Chosen<Choice> | undefined =>
  isBrowser ? known(choice, localStorage.getItem(choiceKey(choice))) : undefined

export function keepChoice<Choice extends ScreenChoice>(choice: Choice, chosen: Chosen<Choice>): void {
  localStorage.setItem(choiceKey(choice), chosen)
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API asks for a secure origin
  document.cookie = `${choiceKey(choice)}=${chosen}; path=/; SameSite=Lax`
}

export function followChoice<Choice extends ScreenChoice>(
  choice: Choice,
  listener: (chosen: Chosen<Choice>) => void,
): void {
  if (!isBrowser) return
  addEventListener('storage', ({ key, newValue }) => {
    const chosen = key === choiceKey(choice) ? known(choice, newValue) : undefined
    if (chosen !== undefined) listener(chosen)
  })
}
