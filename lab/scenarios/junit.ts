/** Results as JUnit XML, which every CI shows: a test suite a scenario, a test case a step. */
import type { ScenarioResult } from './run-library.ts'
import type { StepOutcome } from './scenario-run.ts'

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** XML 1.0 has no other control characters than tab and line ends, escaped or not. */
const xml = (value: string): string =>
  Array.from(value, (sign) => (sign < ' ' && !'\t\n\r'.includes(sign) ? ' ' : (signs[sign] ?? sign))).join('')

const nameOf = ({ id, fault }: ScenarioResult): string => (fault === undefined ? id : `${id} (${fault})`)

export const failureOf = ({ error, checks }: StepOutcome): string =>
  error ??
  checks
    .filter(({ ok }) => !ok)
    .map(({ text, saw }) => `${text}${saw === undefined ? '' : `; saw ${saw}`}`)
    .join('\n')

function caseOf(suite: string, step: StepOutcome): string {
  const open = `    <testcase classname="${xml(suite)}" name="${xml(step.step)}"`
  return step.ok
    ? `${open}/>`
    : `${open}>\n      <failure message="a check does not hold">${xml(failureOf(step))}</failure>\n    </testcase>`
}

function suiteOf(result: ScenarioResult): string {
  const name = nameOf(result)
  const begun =
    result.error === undefined ? [] : [{ step: 'begin', ok: false, checks: [], error: result.error }]
  const steps = [...begun, ...result.steps]
  const failures = steps.filter(({ ok }) => !ok).length
  return [
    `  <testsuite name="${xml(name)}" tests="${steps.length}" failures="${failures}" time="${result.seconds}">`,
    ...steps.map((step) => caseOf(name, step)),
    '  </testsuite>',
  ].join('\n')
}

export const junitReport = (results: readonly ScenarioResult[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="hybridlab scenarios">\n${results.map(suiteOf).join('\n')}\n</testsuites>\n`
