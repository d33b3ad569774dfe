/** What the search asks others for: people and groups of the tenant, objects of the domain, the documentation. */
import type { Answered } from '../lab/http.ts'
import { useLab } from '../lab/lab-store.ts'
import { useTokens } from '../sign-in/token-store.ts'
import type { SearchEntry } from './search-entries.ts'

type Source = (asked: string) => Promise<readonly SearchEntry[]>

const EACH = 6
const entriesOf = <Row>(answer: Answered<Row[]>, entry: (row: Row) => SearchEntry): readonly SearchEntry[] =>
  answer.ok ? answer.value.slice(0, EACH).map(entry) : []

/** A tenant answers whoever is signed in there. */
const people: Source = async (asked) => {
  if (!useTokens().signedIn('admin')) return []
  const { findUsers } = await import('../graph/users.ts')
  const answer = await findUsers(asked, EACH)
  return entriesOf(answer.ok ? { ok: true, value: answer.value.value } : answer, (user) => ({
    title: user.displayName,
    where: user.userPrincipalName,
    icon: 'person',
    path: `/portal/users/${user.id}`,
  }))
}

const groups: Source = async (asked) => {
  if (!useTokens().signedIn('admin')) return []
  const { firstGroups, readGroupPage } = await import('../graph/groups.ts')
  const answer = await readGroupPage(firstGroups(asked))
  return entriesOf(answer.ok ? { ok: true, value: answer.value.value } : answer, (group) => ({
    title: group.displayName,
    where: 'Microsoft Entra ID',
    icon: 'people',
    path: `/portal/groups/${group.id}`,
  }))
}

const objects: Source = async (asked) => {
  const { info } = useLab()
  if (!info) return []
  const [{ findObjects }, { leafOf, parentOf }] = await Promise.all([
    import('../places/dc/directory-queries.ts'),
    import('../places/dc/directory-names.ts'),
  ])
  const answer = await findObjects(info.baseDn, asked)
  return entriesOf(answer.ok ? { ok: true, value: answer.value.entries } : answer, ({ dn }) => ({
    title: leafOf(dn),
    where: dn,
    icon: 'directory',
    path: `/dc/users-and-computers?${new URLSearchParams({ container: parentOf(dn), object: dn })}`,
  }))
}

const documents: Source = async (asked) => {
  const { findInDocs } = await import('../places/docs/library.ts')
  return findInDocs(asked, EACH - 2).map(({ title, page, path }) => ({
    title,
    where: page.title,
    icon: 'document',
    path,
  }))
}

export const searchSources: readonly Source[] = [people, groups, objects, documents]
