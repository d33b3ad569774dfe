/**
 * The MSOnline module of the story's own time (2019): it answers from Graph in the old names (writeback.md §9.5). The module is
 * retired; each answer comes with what to type today.
 */
import { odataText } from '../graph/graph-door.ts'
import { type Call, type Command, ConsoleError, parameter } from './command.ts'
import { utcTime } from './date-time.ts'
import { needConnection } from './graph-commands.ts'
import { type GraphSession, readGraph } from './graph-session.ts'
import { toText } from './to-text.ts'
import { asList, fromJson, isObject, memberOf, type ObjectValue, type Value } from './values.ts'

/** Old name → what Graph calls it. */
const userNames: Readonly<Record<string, string>> = {
  UserPrincipalName: 'userPrincipalName',
  DisplayName: 'displayName',
  ObjectId: 'id',
  FirstName: 'givenName',
  LastName: 'surname',
  Department: 'department',
  Title: 'jobTitle',
  UsageLocation: 'usageLocation',
  UserType: 'userType',
  ImmutableId: 'onPremisesImmutableId',
  LastDirSyncTime: 'onPremisesLastSyncDateTime',
  LastPasswordChangeTimestamp: 'lastPasswordChangeDateTime',
  WhenCreated: 'createdDateTime',
  StsRefreshTokensValidFrom: 'signInSessionsValidFromDateTime',
}
const companyNames: Readonly<Record<string, string>> = {
  DisplayName: 'displayName',
  ObjectId: 'id',
  DirectorySynchronizationEnabled: 'onPremisesSyncEnabled',
  LastDirSyncTime: 'onPremisesLastSyncDateTime',
  LastPasswordSyncTime: 'onPremisesLastPasswordSyncDateTime',
}

const renamed = (row: Value, names: Readonly<Record<string, string>>): ObjectValue =>
  Object.fromEntries(
    Object.entries(names).map(([old, now]) => [old, (isObject(row) ? memberOf(row, now) : null) ?? null]),
  )

function toMsolUser(row: Value): ObjectValue {
  const [enabled, licences] = isObject(row)
    ? [memberOf(row, 'accountEnabled'), memberOf(row, 'assignedLicenses')]
    : []
  return {
    ...renamed(row, userNames),
    isLicensed: asList(licences).length > 0,
    BlockCredential: enabled === false,
  }
}

/** Without `Select-Object` the module shows three columns. */
async function users(given: Call['given']): Promise<readonly Value[]> {
  const select = `$select=${[...Object.values(userNames), 'accountEnabled', 'assignedLicenses'].join(',')}`
  const one = given.UserPrincipalName ?? given.ObjectId
  const search = given.SearchString === undefined ? '' : toText(given.SearchString)
  const filter =
    search === '' ? '' : `&$filter=startsWith(displayName,${encodeURIComponent(odataText(search))})`
  const path =
    one === undefined
      ? `/v1.0/users?${select}${filter}`
      : `/v1.0/users/${encodeURIComponent(toText(one))}?${select}`
  const limit =
    given.MaxResults === undefined ? (given.All === true ? undefined : 500) : Number(given.MaxResults)
  return (await readGraph(path, limit)).map((row) => toMsolUser(fromJson(row, utcTime)))
}

const retired = (today: string): ConsoleNotice => ({ notice: `MSOnline is retired. Today: ${today}` })
export interface ConsoleNotice {
  readonly notice: string
}

export const msonlineCommands = (
  session: GraphSession,
  notify: (notice: string) => void,
): readonly Command[] => {
  const reads = (today: string, run: (call: Call) => Promise<readonly Value[]>) => async (call: Call) => {
    needConnection(session, 'Connect-MsolService')
    notify(retired(today).notice)
    return run(call)
  }
  return [
    {
      name: 'Connect-MsolService',
      synopsis: 'Signs in to the tenant.',
      parameters: [parameter('Credential', 'Left out, the sign-in page asks.', { type: 'PSCredential' })],
      run: async () => {
        await session.connect()
        return []
      },
    },
    {
      name: 'Get-MsolUser',
      synopsis: 'Users of the tenant.',
      parameters: [
        parameter('UserPrincipalName', 'This user only.'),
        parameter('ObjectId', 'This user only.'),
        parameter('SearchString', 'Names that begin so.'),
        parameter('MaxResults', 'At most so many.', { type: 'Int32' }),
        parameter('All', 'All of them.', { type: 'SwitchParameter' }),
      ],
      run: reads('Get-MgUser -UserId … -Property userPrincipalName,lastPasswordChangeDateTime', ({ given }) =>
        users(given),
      ),
    },
    {
      name: 'Get-MsolCompanyInformation',
      synopsis: 'The tenant and its directory synchronisation.',
      parameters: [],
      run: reads('Get-MgOrganization', async () => {
        // The time of the last password synchronisation is in the beta only.
        const [company] = await readGraph('/beta/organization')
        if (company === undefined) throw new ConsoleError('The tenant gave no answer.')
        return [renamed(fromJson(company, utcTime), companyNames)]
      }),
    },
    {
      name: 'Get-MsolAccountSku',
      synopsis: 'Licences of the tenant.',
      parameters: [],
      run: reads('Get-MgSubscribedSku', async () =>
        (await readGraph('/v1.0/subscribedSkus')).map((row) => toAccountSku(fromJson(row, utcTime))),
      ),
    },
  ]
}

function toAccountSku(row: Value): ObjectValue {
  const units = isObject(row) ? memberOf(row, 'prepaidUnits') : null
  const unit = (name: string): Value => (isObject(units) ? (memberOf(units, name) ?? null) : null)
  const of = (name: string): Value => (isObject(row) ? (memberOf(row, name) ?? null) : null)
  return {
    AccountSkuId: of('skuPartNumber'),
    ActiveUnits: unit('enabled'),
    WarningUnits: unit('warning'),
    ConsumedUnits: of('consumedUnits'),
  }
}
