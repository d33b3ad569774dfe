/** What axe finds on a page, and in the pages it frames: serious and critical only. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const findings = z.array(
  z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ html: z.string() })) }),
)
const everything = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }"
/** All that another theme can change. */
const contrast = "{ runOnly: { type: 'rule', values: ['color-contrast'] } }"

/** What still fades in would be taken for pale; what moves for ever cannot be finished. */
const arrive = `for (const motion of document.getAnimations())
  if (Number.isFinite(motion.effect?.getComputedTiming().endTime)) motion.finish()`

export async function barriersOn(
  page: Page,
  look: 'everything' | 'contrast' = 'everything',
): Promise<string[]> {
  const found: string[] = []
  const rules = look === 'everything' ? everything : contrast
  for (const frame of page.frames()) {
    // A page of the token service allows no script: it cannot be asked from inside.
    if (
      !(await frame.evaluate(axe.source).then(
        () => true,
        () => false,
      ))
    )
      continue
    await frame.evaluate(arrive)
    const violations = findings.parse(
      await frame.evaluate(`axe.run(document, ${rules}).then((result) => result.violations)`),
    )
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical') found.push(`${frame.url()} ${id}: ${nodes[0]?.html}`)
  }
  return found
}
