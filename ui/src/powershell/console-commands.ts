/** What the console knows about itself: help, its commands, the time. */
import { type Command, ConsoleError, parameter } from './command.ts'
import { localZone, toLocal, utcTime } from './date-time.ts'
import type { ServerDoor } from './server-commands.ts'
import { toText } from './to-text.ts'

interface Console {
  readonly commands: ReadonlyMap<string, Command>
  clear(): void
}

const wild = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[^\w*-]/g, '').replaceAll('*', '.*')}$`, 'i')

export const consoleCommands = (
  self: Console,
  door: Pick<ServerDoor, 'askCredential'>,
): readonly Command[] => [
  {
    name: 'Get-Command',
    aliases: ['gcm'],
    synopsis: 'The cmdlets that this console knows.',
    parameters: [parameter('Name', 'With wildcards.', { position: 0 })],
    run: ({ given }) =>
      [...new Set(self.commands.values())]
        .filter(({ name }) => given.Name === undefined || wild(toText(given.Name)).test(name))
        .sort((one, other) => one.name.localeCompare(other.name))
        .map(({ name, synopsis }) => ({ Name: name, Synopsis: synopsis })),
  },
  {
    name: 'Get-Help',
    aliases: ['help', 'man'],
    synopsis: 'What a cmdlet does and takes.',
    parameters: [parameter('Name', 'The cmdlet.', { position: 0 })],
    run: ({ given }) => (given.Name === undefined ? [overview] : [describe(self, toText(given.Name))]),
  },
  {
    name: 'Get-Date',
    synopsis: 'The time of the lab.',
    parameters: [],
    run: ({ scope }) => [toLocal(utcTime(scope.now()))],
  },
  {
    name: 'Get-TimeZone',
    synopsis: 'The time zone of this console: the one of your browser.',
    parameters: [],
    run: () => [{ Id: localZone() }],
  },
  {
    name: 'Get-Credential',
    synopsis: 'Asks for a name and a password.',
    parameters: [],
    run: async () => {
      const { username, password } = await door.askCredential('A name and a password.')
      return [{ username, password }]
    },
  },
  {
    name: 'Clear-Host',
    aliases: ['cls', 'clear'],
    synopsis: 'Empties the window.',
    parameters: [],
    run: () => {
      self.clear()
      return []
    },
  },
]

const overview =
  'A console for the Connect server, MSOnline and Microsoft Graph.\nGet-Command lists the cmdlets, Get-Help NAME explains one. Tab completes, arrow up brings back.'

function describe({ commands }: Console, name: string): string {
  const command = commands.get(name.toLowerCase())
  if (command === undefined) throw new ConsoleError(`There is no help for '${name}'.`)
  const lines = command.parameters.map(({ name: parameterName, type, mandatory, help }) =>
    `  -${parameterName} <${type}>${mandatory ? ' (needed)' : ''}  ${help}`.trimEnd(),
  )
  const aliases = command.aliases === undefined ? [] : [`Alias: ${command.aliases.join(', ')}`]
  return [
    command.name,
    `  ${command.synopsis}`,
    ...aliases,
    ...(lines.length === 0 ? [] : ['Parameters', ...lines]),
  ].join('\n')
}
