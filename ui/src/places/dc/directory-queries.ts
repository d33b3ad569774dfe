/** What the console asks the directory. */
import type { DirectoryAnswer, DirectoryEntry } from '#core/contracts/directory-console.ts'
import { fail, ok } from '#core/result.ts'
import type { Answered } from '../../lab/http.ts'
import { filterText } from './directory-names.ts'
import { useDirectory } from './directory-store.ts'

const rowAttributes = [
  'objectClass',
  'name',
  'description',
  'sAMAccountName',
  'userPrincipalName',
  'displayName',
  'groupType',
  'userAccountControl',
  'msDS-User-Account-Control-Computed',
]
const containers =
  '(|(objectClass=organizationalUnit)(objectClass=container)(objectClass=builtinDomain)(objectClass=lostAndFound))'
/** What the console hides unless advanced features are on. */
const shown = (filter: string, advanced: boolean): string =>
  advanced ? filter : `(&${filter}(!(showInAdvancedViewOnly=TRUE)))`

const search = (
  base: string,
  scope: 'base' | 'one' | 'sub',
  filter: string,
  attributes: string[],
): Promise<Answered<DirectoryAnswer>> =>
  useDirectory().perform({ operation: 'search', base, scope, filter, attributes })

export const readContainers = (parent: string, advanced: boolean) =>
  search(parent, 'one', shown(containers, advanced), ['objectClass', 'name'])

export const readChildren = (parent: string, advanced: boolean) =>
  search(parent, 'one', shown('(objectClass=*)', advanced), rowAttributes)

/** Ambiguous name resolution: first or last name, display name, account name … (MS-ADTS 3.1.1.3.1.3.3). */
export const findObjects = (base: string, asked: string, filter = '(objectClass=*)') =>
  search(base, 'sub', `(&${filter}(anr=${filterText(asked)}))`, rowAttributes)

export const runFilter = (base: string, filter: string) => search(base, 'sub', filter, rowAttributes)

export async function readObject(
  dn: string,
  attributes: string[],
  sdFlags?: number,
): Promise<Answered<DirectoryEntry>> {
  const answer = await useDirectory().perform({
    operation: 'search',
    base: dn,
    scope: 'base',
    attributes,
    ...(sdFlags === undefined ? {} : { controls: { sdFlags } }),
  })
  if (!answer.ok) return answer
  const [entry] = answer.value.entries
  if (entry) return ok(entry)
  return fail({
    status: 404,
    code: 'NoObject',
    says: 'There is no such object, or this account may not see it.',
    retry: false,
  })
}
