/** `connect <Cmdlet> -Parameter value`: the Connect server's cmdlets, as its console runs them (core/contracts/connect-cmdlets.ts). */
import { cmdletAnswer, cmdletList } from '#core/contracts/connect-cmdlets.ts'
import { labInfo } from '#core/contracts/lab-info.ts'
import { LabRefusal } from '../refusal.ts'
import type { Output } from './output.ts'
import type { VerbGroup } from './verb.ts'

/** As PowerShell reads them: `-Name value`, `-Name:value`, a switch alone, values without a name by position. */
export function parametersIn(words: readonly string[]): Record<string, unknown> {
  const given: Record<string, unknown> = {}
  let position = 0
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const [, name, attached] = /^-([A-Za-z]\w*)(?::(.*))?$/s.exec(word) ?? []
    const next = words[at + 1]
    if (name === undefined) given[String(position++)] = word
    else if (attached !== undefined) given[name] = attached
    else if (next === undefined || /^-[A-Za-z]/.test(next)) given[name] = true
    else {
      given[name] = next
      at += 1
    }
  }
  return given
}

type Account = ReturnType<typeof labInfo.parse>['accounts'][number]

/** `-Credential admin@contoso.com`: the lab knows its people's passwords; for others HYBRIDLAB_PASSWORD does. */
function credentialOf(name: string, accounts: readonly Account[]) {
  const wanted = name.toLowerCase()
  const known = accounts.find(({ role, upn, dn }) =>
    [role, upn, dn].some((written) => written?.toLowerCase() === wanted),
  )
  const password = process.env.HYBRIDLAB_PASSWORD ?? known?.password
  if (password === undefined)
    throw new LabRefusal('LabRequestInvalid', {
      problem: `the password of ${name} is not known; put it into HYBRIDLAB_PASSWORD`,
    })
  return { username: known?.upn ?? known?.dn ?? name, password }
}

const cell = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)

/** Lists, as Format-List prints objects. */
function show(out: Output, objects: readonly Readonly<Record<string, unknown>>[]): void {
  for (const object of objects) {
    out.table(Object.entries(object).map(([name, value]) => [name, `: ${cell(value)}`]))
    out.say()
  }
}

export const connectVerbs: VerbGroup = (program, { out, client, lab }) => {
  program
    .command('connect')
    .description('a cmdlet of the Connect server, such as Get-ADSyncScheduler; without one: the list')
    .argument('[cmdlet]')
    .argument('[parameters...]', '-Name value, as in PowerShell; -Credential takes a name or role of the lab')
    .allowUnknownOption()
    .action(async (cmdlet: string | undefined, words: string[]) => {
      const control = await client()
      const base = `/labs/${await lab()}`
      if (cmdlet === undefined) {
        const list = await control.get(`${base}/connect/cmdlets`, cmdletList)
        return out.answer(list, ({ cmdlets }) =>
          out.table(cmdlets.map(({ name, synopsis }) => [name, synopsis])),
        )
      }
      const parameters = parametersIn(words)
      for (const [name, value] of Object.entries(parameters)) {
        if (typeof value !== 'string' || !/^cred/i.test(name)) continue
        parameters[name] = credentialOf(value, (await control.get(base, labInfo)).accounts)
      }
      const path = `${base}/connect/cmdlets/${encodeURIComponent(cmdlet)}`
      const answer = await control.post(path, { parameters }, cmdletAnswer)
      out.answer(answer.output, (output) => show(out, output))
    })
}
