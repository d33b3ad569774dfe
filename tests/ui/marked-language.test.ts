/** In a language that marks every text of the catalogue: what is known to it and stands unmarked has gone past it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import german from '../../ui/src/lab/languages/de.json' with { type: 'json' }
import { findChromium, noBrowser } from '../support/chromium.ts'
import { type OpenedScreens, openScreens } from './open-screens.ts'
import { placesToSee } from './places-to-see.ts'

const chromium = findChromium()
let screens: OpenedScreens

/** One place of each kind: what has most texts, and what shows texts that servers answer. */
const visited = new Set([
  'portal-user',
  'portal-user-licences',
  'portal-groups',
  'portal-roles',
  'portal-usage',
  'portal-password-reset-properties',
  'portal-password-reset-on-premises',
  'portal-audit-logs',
  'connect-wizard',
  'connect-synchronization-service',
  'connect-connectors',
  'connect-services',
  'connect-network',
  'connect-powershell',
  'dc-container',
  'dc-user-general',
  'dc-user-account',
  'dc-user-security',
  'dc-password-policy',
  'workstation',
  'flow',
  'instructor-lab',
  'instructor-accounts',
])
/** Data that reads like a text: the class of an object, and the place that an event names. */
const data = ['user', 'cloud']

/** Takes the place of the German catalogue. */
const marking = `export default Object.fromEntries(
  ${JSON.stringify(Object.keys(german))}.map((text) => [text, '⟦' + text + '⟧']))`

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const shapeOf = (text: string): string =>
  text
    .split(/\{\w+\}/)
    .map(literally)
    .join('.+')
/** Texts that are the same in both languages are names, and stand in lists of names, too. */
const known = new RegExp(
  `^(?:${Object.entries(german)
    .filter(([english, text]) => english !== text && /[A-Za-z]{3}/.test(english.replace(/\{\w+\}/g, '')))
    .map(([english]) => shapeOf(english))
    .join('|')})$`,
  's',
)

/** What is read on a page, without names, code and what has a direction of its own. */
const readings = `(() => {
  const verbatim = 'script, style, code, pre, bdi, kbd, article, [lang]:not(html)'
  const isSeen = (element) => element && !element.closest(verbatim)
  const found = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) if (isSeen(walk.currentNode.parentElement)) found.push(walk.currentNode.textContent.trim())
  for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
    for (const element of document.querySelectorAll('[' + name + ']')) found.push(element.getAttribute(name).trim())
  return found
})()`

describe.skipIf(chromium === undefined)(chromium ? 'every text of the screens' : noBrowser, () => {
  beforeAll(async () => {
    screens = await openScreens(chromium ?? '')
    const { hands, people } = screens
    await hands.page.route(/assets\/de-[^/]*\.js$/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: marking }),
    )
    await hands.goTo('/portal/users')
    await hands.signInToPortal(people.admin)
    await hands.page.evaluate("localStorage.setItem('hybridlab.language', 'de')")
  }, 240_000)
  afterAll(() => screens?.close())

  it('goes through the catalogue', async () => {
    const { hands } = screens
    const past = new Map<string, string>()
    let marked = 0
    for (const { path } of placesToSee.filter(({ name }) => visited.has(name))) {
      await hands.goTo(path)
      await hands.settle()
      for (const text of z.array(z.string()).parse(await hands.page.evaluate(readings)))
        if (text.startsWith('⟦')) marked += 1
        else if (known.test(text) && !data.includes(text)) past.set(text, path)
    }
    expect([...past]).toEqual([])
    expect(marked).toBeGreaterThan(500)
  }, 300_000)
})
