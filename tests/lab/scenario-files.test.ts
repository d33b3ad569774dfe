import { expect, it } from 'vitest'
import { scenario } from '#core/contracts/scenario.ts'
import { world } from '#core/contracts/world.ts'
import { parseYaml, ScenarioFileError } from '#lab/scenarios/read-yaml.ts'

const good = `id: one-step
title: One step
steps:
  - id: only
    say: Do it.
    do: { clock.advance: { by: PT30M } }
    check:
      - refused: { code: WritebackNotEnabled }
`

function findings(text: string, schema: typeof scenario | typeof world = scenario): readonly string[] {
  try {
    parseYaml('story.yaml', text, schema)
    return []
  } catch (error) {
    if (error instanceof ScenarioFileError) return error.findings
    throw error
  }
}

it('takes a file that is right', () => {
  expect(findings(good)).toEqual([])
})

it('names the line of what is no YAML', () => {
  expect(findings('id: one\ntitle: }')[0]).toMatch(/^story\.yaml:2:\d+ /)
})

it('names line and nearest verb for a verb that does not exist', () => {
  expect(findings(good.replace('clock.advance', 'clock.advanse'))).toEqual([
    expect.stringMatching(/^story\.yaml:6:\d+ steps\.0\.do\.clock\.advanse: no such verb.*clock\.advance$/),
  ])
})

it('names line and key for an argument that does not fit', () => {
  expect(findings(good.replace('PT30M', 'soon'))[0]).toMatch(
    /^story\.yaml:6:\d+ steps\.0\.do\.clock\.advance\.by: /,
  )
})

it('names the nearest check for one that does not exist', () => {
  expect(findings(good.replace('- refused', '- refusde'))[0]).toMatch(
    /^story\.yaml:8:\d+ .*no such check: refusde\. Nearest: refused$/,
  )
})

it('refuses keys that nobody reads', () => {
  expect(findings(`${good}speed: fast\n`)[0]).toMatch(/speed/)
})

it('refuses a world without a forest', () => {
  expect(findings('world: empty\ntitle: Empty\n', world).join('\n')).toMatch(/forest/)
})
