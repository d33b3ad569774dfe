/** A console: its commands and variables, and what one line does. */
import { type Command, ConsoleError } from './command.ts'
import { type Completion, complete } from './complete.ts'
import { consoleCommands } from './console-commands.ts'
import { runStatements, type Scope } from './evaluate.ts'
import { graphCommands } from './graph-commands.ts'
import type { GraphSession } from './graph-session.ts'
import { msonlineCommands } from './msonline-commands.ts'
import { objectCommands } from './object-commands.ts'
import { parseScript } from './parse.ts'
import { type ServerDoor, serverCommands } from './server-commands.ts'
import { showOutput } from './show-output.ts'
import { ParseError } from './syntax.ts'

export interface ConsoleDoors extends ServerDoor {
  readonly graph: GraphSession
  now(): number
  clear(): void
}

export interface Written {
  readonly kind: 'output' | 'warning' | 'error'
  readonly text: string
}

export interface PowerShell {
  /** Never throws: what cannot be done is written as an error. */
  run(source: string): Promise<readonly Written[]>
  complete(text: string): Completion
}

export function openConsole(doors: ConsoleDoors): PowerShell {
  const commands = new Map<string, Command>()
  const notices: string[] = []
  const all = [
    ...objectCommands,
    ...serverCommands(doors),
    ...msonlineCommands(doors.graph, (notice) => void notices.push(notice)),
    ...graphCommands(doors.graph),
    ...consoleCommands({ commands, clear: doors.clear }, doors),
  ]
  for (const command of all)
    for (const name of [command.name, ...(command.aliases ?? [])]) commands.set(name.toLowerCase(), command)
  const scope: Scope = { commands, variables: new Map(), now: doors.now }

  return {
    complete: (text) => complete(text, commands),
    run: async (source) => {
      notices.length = 0
      const written = await runSource(source, scope)
      return [...notices.map((text) => ({ kind: 'warning' as const, text })), ...written]
    },
  }
}

async function runSource(source: string, scope: Scope): Promise<readonly Written[]> {
  try {
    const text = showOutput(await runStatements(parseScript(source), scope))
    return text === '' ? [] : [{ kind: 'output', text }]
  } catch (error) {
    if (error instanceof ConsoleError || error instanceof ParseError || error instanceof SyntaxError)
      return [{ kind: 'error', text: error.message }]
    throw error
  }
}
