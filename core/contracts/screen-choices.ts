/**
 * What a reader chose on the lab's screens. The screens keep it in the browser's storage and, under the same names, in
 * cookies, which the servers' own pages read: those run no script of ours.
 */
import { wordings } from '#core/codes/catalogue.ts'

export const screenChoices = {
  language: ['en', 'de'],
  theme: ['light', 'dark', 'projector'],
  wording: wordings,
} as const

export type ScreenChoice = keyof typeof screenChoices
export type Chosen<Choice extends ScreenChoice> = (typeof screenChoices)[Choice][number]

/** Name of the cookie, and of the key in the browser's storage. */
export const choiceKey = (choice: ScreenChoice): string => `hybridlab.${choice}`

/** What the Cookie header says was chosen; undefined when it says nothing, or nothing that there is. */
export function choiceIn<Choice extends ScreenChoice>(
  cookies: string | undefined,
  choice: Choice,
): Chosen<Choice> | undefined {
  const wanted = `${choiceKey(choice)}=`
  const pair = (cookies ?? '').split(';').find((each) => each.trim().startsWith(wanted))
  const value = pair?.trim().slice(wanted.length)
  const known: readonly Chosen<Choice>[] = screenChoices[choice]
  return known.find((each) => each === value)
}
