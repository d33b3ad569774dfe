/** The Connect server's own cmdlets: described by their contract, carried out by the server. */
import { describeParameters } from '#core/contracts/cmdlet.ts'
import {
  type ConnectCmdlet,
  cmdletAnswer,
  connectCmdletNames,
  connectCmdlets,
} from '#core/contracts/connect-cmdlets.ts'
import { askFor } from '../lab/http.ts'
import { type Command, ConsoleError } from './command.ts'
import { utcTime } from './date-time.ts'
import { fromJson, isDateTime, isList, isObject, type Value } from './values.ts'

export interface ServerDoor {
  /** `/lab/v1/labs/…/connect`. */
  readonly connect: string
  /** Asks for a name and a password, as `Get-Credential` does. */
  askCredential(why: string): Promise<{ readonly username: string; readonly password: string }>
}

export const serverCommands = (door: ServerDoor): readonly Command[] =>
  connectCmdletNames.map((name) => serverCommand(name, door))

function serverCommand(name: ConnectCmdlet, door: ServerDoor): Command {
  const { synopsis, ...definition } = connectCmdlets[name]
  const parameters = describeParameters({ synopsis, ...definition })
  return {
    name,
    synopsis,
    parameters,
    run: async ({ given }) => {
      const sent: Record<string, unknown> = Object.fromEntries(
        Object.entries(given).map(([key, value]) => [key, toJson(value)]),
      )
      const asked = parameters.find(({ type, mandatory }) => type === 'PSCredential' && mandatory)
      if (asked !== undefined && sent[asked.name] === undefined)
        sent[asked.name] = await door.askCredential(asked.help)
      const answer = await askFor(`${door.connect}/cmdlets/${name}`, cmdletAnswer, {
        json: { parameters: sent },
      })
      if (!answer.ok) throw new ConsoleError(`${name}: ${answer.failure.says}`)
      return answer.value.output.map((row) => fromJson(row, utcTime))
    },
  }
}

const toJson = (value: Value): unknown => {
  if (isList(value)) return value.map(toJson)
  if (isDateTime(value)) return new Date(value.wallClock).toISOString()
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]))
    : value
}
