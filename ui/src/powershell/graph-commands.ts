/** Microsoft Graph PowerShell, as far as the story needs it. Property names begin with a capital letter, as the module writes them. */
import type { Command } from './command.ts'
import { ConsoleError, parameter } from './command.ts'
import { utcTime } from './date-time.ts'
import { askGraph, type GraphSession, readGraph } from './graph-session.ts'
import { toText } from './to-text.ts'
import { asList, fromJson, isObject, type ObjectValue, type Value } from './values.ts'

/** `userPrincipalName` → `UserPrincipalName`; annotations are left out. */
export function pascal(value: Value): Value {
  if (Array.isArray(value)) return value.map(pascal)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.startsWith('@'))
      .map(([name, item]) => [name.charAt(0).toUpperCase() + name.slice(1), pascal(item)]),
  )
}

const shown = (rows: readonly unknown[]): Value[] => rows.map((row) => pascal(fromJson(row, utcTime)))
const segment = (value: Value | undefined): string => encodeURIComponent(toText(value))

interface Reader {
  readonly name: string
  readonly synopsis: string
  /** Path of the collection below /v1.0. */
  readonly path: string
  /** Parameter that names one object. */
  readonly key?: string
  /** Behind that object: `/licenseDetails`. */
  readonly behind?: string
  readonly properties?: readonly string[]
  readonly beta?: boolean
}

/** Default properties that Graph gives without $select, as the module shows them. */
const readers: readonly Reader[] = [
  {
    name: 'Get-MgUser',
    synopsis: 'Users of the tenant.',
    path: '/users',
    key: 'UserId',
    properties: ['displayName', 'id', 'mail', 'userPrincipalName'],
  },
  {
    name: 'Get-MgUserLicenseDetail',
    synopsis: 'Licences of a user.',
    path: '/users',
    key: 'UserId',
    behind: '/licenseDetails',
  },
  {
    name: 'Get-MgUserAuthenticationMethod',
    synopsis: 'Authentication methods of a user.',
    path: '/users',
    key: 'UserId',
    behind: '/authentication/methods',
  },
  {
    name: 'Get-MgOrganization',
    synopsis: 'The tenant and its directory synchronisation.',
    path: '/organization',
  },
  { name: 'Get-MgSubscribedSku', synopsis: 'Licences of the tenant.', path: '/subscribedSkus' },
  { name: 'Get-MgDomain', synopsis: 'Domains of the tenant.', path: '/domains' },
  { name: 'Get-MgGroup', synopsis: 'Groups of the tenant.', path: '/groups', key: 'GroupId' },
  { name: 'Get-MgAuditLogDirectoryAudit', synopsis: 'Audit logs.', path: '/auditLogs/directoryAudits' },
  { name: 'Get-MgAuditLogSignIn', synopsis: 'Sign-in logs.', path: '/auditLogs/signIns' },
  {
    name: 'Get-MgReportAuthenticationMethodUserRegistrationDetail',
    synopsis: 'Who has registered for password reset and multifactor authentication.',
    path: '/reports/authenticationMethods/userRegistrationDetails',
  },
]

const readerCommand = (
  { name, synopsis, path, key, behind = '', properties }: Reader,
  session: GraphSession,
): Command => ({
  name,
  synopsis,
  parameters: [
    ...(key === undefined
      ? []
      : [parameter(key, 'Its id, or a user’s sign-in name.', { position: 0, mandatory: behind !== '' })]),
    parameter('Filter', 'An OData filter, such as "startsWith(displayName, \'A\')".'),
    parameter('Property', 'Properties to ask for; * for all.'),
    parameter('Sort', 'Property to sort by, such as "displayName desc".'),
    parameter('Top', 'At most so many.', { type: 'Int32' }),
    parameter('All', 'All pages.', { type: 'SwitchParameter' }),
  ],
  run: async ({ given }) => {
    needConnection(session, 'Connect-MgGraph')
    const one = key === undefined ? undefined : given[key]
    const query = new URLSearchParams()
    const select = given.Property === undefined ? properties : asList(given.Property).map(toText)
    if (select !== undefined && !select.includes('*')) query.set('$select', select.join(','))
    if (given.Filter !== undefined) query.set('$filter', toText(given.Filter))
    if (given.Sort !== undefined) query.set('$orderby', toText(given.Sort))
    const limit = given.Top === undefined ? (given.All === true ? undefined : 100) : Number(given.Top)
    const at = one === undefined ? path : `${path}/${segment(one)}${behind}`
    return shown(await readGraph(`/v1.0${at}${query.size === 0 ? '' : `?${query}`}`, limit))
  },
})

export function needConnection(session: GraphSession, command: string): void {
  if (session.account() === undefined) throw new ConsoleError(`You are not connected. Run ${command} first.`)
}

export const graphCommands = (session: GraphSession): readonly Command[] => [
  {
    name: 'Connect-MgGraph',
    synopsis: 'Signs in to Microsoft Graph.',
    parameters: [
      parameter('Scopes', 'Permissions to ask for; the console has them all.'),
      parameter('NoWelcome', '', { type: 'SwitchParameter' }),
    ],
    run: async () => [`Welcome to Microsoft Graph. Connected as ${await session.connect()}.`],
  },
  {
    name: 'Disconnect-MgGraph',
    synopsis: 'Signs out.',
    parameters: [],
    run: async () => {
      await session.disconnect()
      return []
    },
  },
  {
    name: 'Get-MgContext',
    synopsis: 'Who is connected.',
    parameters: [],
    run: () =>
      session.account() === undefined ? [] : [{ Account: session.account() ?? '', AuthType: 'Delegated' }],
  },
  ...readers.map((reader) => readerCommand(reader, session)),
  {
    name: 'Revoke-MgUserSignInSession',
    synopsis: 'Ends the sessions of a user.',
    parameters: [parameter('UserId', 'Id or sign-in name.', { position: 0, mandatory: true })],
    run: async ({ given }) => {
      needConnection(session, 'Connect-MgGraph')
      return shown([
        await askGraph(`/v1.0/users/${segment(given.UserId)}/revokeSignInSessions`, {
          method: 'POST',
          json: {},
        }),
      ])
    },
  },
  {
    name: 'Invoke-MgGraphRequest',
    synopsis: 'Any call of Microsoft Graph.',
    parameters: [
      parameter('Method', 'GET unless given.'),
      parameter('Uri', 'Such as /v1.0/me.', { position: 0, mandatory: true }),
      parameter('Body', 'A hashtable, or JSON text.'),
    ],
    run: async ({ given }) => {
      needConnection(session, 'Connect-MgGraph')
      const uri = toText(given.Uri)
      const path = new URL(uri.startsWith('http') || uri.startsWith('/') ? uri : `/${uri}`, location.origin)
      const body = typeof given.Body === 'string' ? readJson(given.Body) : plainJson(given.Body)
      const method = given.Method === undefined ? undefined : toText(given.Method).toUpperCase()
      const answer = await askGraph(path.pathname + path.search, {
        ...(method === undefined ? {} : { method }),
        ...(body === undefined ? {} : { json: body }),
      })
      return answer === undefined ? [] : [fromJson(answer, utcTime)]
    },
  },
]

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConsoleError('-Body is no JSON.')
  }
}

const plainJson = (value: Value | undefined): unknown => {
  if (Array.isArray(value)) return value.map(plainJson)
  return isObject(value)
    ? Object.fromEntries(Object.entries(value as ObjectValue).map(([name, item]) => [name, plainJson(item)]))
    : value
}
