/** Texts that servers answer in English, and the screens translate where they show them: from the tables they are answered from. */
import { readFile } from 'node:fs/promises'
import { documentedEndpoints } from '#bridge/network/documented-hosts.ts'
import { planLines } from '#bridge/wizard/plan.ts'
import { delegatedTasks } from '#core/active-directory/delegated-tasks.ts'
import { aceTexts } from '#core/active-directory/describe-ace.ts'
import { connectState } from '#core/contracts/connect.ts'
import { accountRoles } from '#core/contracts/lab-info.ts'
import { roleDefinitions } from '#core/entra/roles.ts'
import { sourceFiles } from '../house/source-files.ts'

/** Steps say their name and where they are decided; flows begin with theirs. */
const named =
  /name: '([a-z]+(?:-[a-z]+)*)',\s*place:|(?<!\w)step\('([a-z-]+)'|(?<!\w)flow(?:<\w+>)?\(\s*'([a-z-]+)'/g

/** As Flow shows them: `require writeback enabled`. */
async function namesOfSteps(): Promise<string[]> {
  const rules = (await sourceFiles()).filter((file) => /^(core|cloud-sim|bridge|lab)\//.test(file))
  const sources = await Promise.all(rules.map((file) => readFile(file, 'utf8')))
  const names = sources.flatMap((source) =>
    [...source.matchAll(named)].map(([, step, made, flow]) => step ?? made ?? flow ?? ''),
  )
  return [...new Set(names)].map((name) => name.replaceAll('-', ' '))
}

const { listener, services } = connectState.shape

export const servedTexts = async (): Promise<string[]> => [
  ...(await namesOfSteps()),
  ...roleDefinitions.map(({ description }) => description),
  ...documentedEndpoints.map(({ neededFor }) => neededFor),
  ...aceTexts,
  ...delegatedTasks.flatMap(({ title, grants }) => [title, grants]),
  ...accountRoles,
  ...planLines,
  ...listener.options,
  ...services.element.shape.state.options,
]
