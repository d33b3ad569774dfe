import { DOMParser } from '@xmldom/xmldom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenCloud, openCloud } from './support/open-cloud.ts'

let cloud: OpenCloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

interface Described {
  readonly base: string | null
  /** May hold more than it says. */
  readonly isOpen: boolean
  readonly properties: Map<string, string>
}

/** Without a token: Graph's model is public. */
async function readModel(version: 'v1.0' | 'beta') {
  const answer = await cloud.send(`/${version}/$metadata`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/xml'])
  const document = new DOMParser().parseFromString(answer.text, 'text/xml')
  const types = new Map<string, Described>()
  for (const tag of ['EntityType', 'ComplexType'])
    for (const element of Array.from(document.getElementsByTagName(tag))) {
      const found = Array.from(element.getElementsByTagName('Property'))
      const base = element.getAttribute('BaseType')?.replace('graph.', '') || null
      const properties = found.map(
        (each) => [each.getAttribute('Name') ?? '', each.getAttribute('Type') ?? ''] as const,
      )
      types.set(element.getAttribute('Name') ?? '', {
        base,
        isOpen: element.getAttribute('OpenType') === 'true' && tag === 'ComplexType',
        properties: new Map(properties),
      })
    }
  const sets = Array.from(document.getElementsByTagName('EntitySet'))
  const names = new Map(
    sets.map((each) => [each.getAttribute('Name') ?? '', each.getAttribute('EntityType') ?? '']),
  )
  const enums = new Set(
    Array.from(document.getElementsByTagName('EnumType')).map((each) => each.getAttribute('Name')),
  )
  return { types, sets: names, enums }
}
type Model = Awaited<ReturnType<typeof readModel>>

function typeOf({ types }: Model, name: string, property: string): string | undefined {
  for (let type = types.get(name); type !== undefined; type = types.get(type.base ?? '')) {
    const found = type.properties.get(property)
    if (found !== undefined) return found
  }
  return undefined
}

/** What of a value does not fit its type, by path. */
function misfits(model: Model, value: unknown, type: string, path: string): string[] {
  const items = /^Collection\((.*)\)$/.exec(type)?.[1]
  if (items !== undefined)
    return Array.isArray(value)
      ? value.flatMap((item, at) => misfits(model, item, items, `${path}[${at}]`))
      : [path]
  if (value === null) return []
  if (type === 'Edm.Boolean') return typeof value === 'boolean' ? [] : [path]
  if (type === 'Edm.Int32') return Number.isInteger(value) ? [] : [path]
  if (type === 'Edm.DateTimeOffset') return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value)) ? [] : [path]
  const name = type.replace('graph.', '')
  if (type.startsWith('Edm.') || model.enums.has(name)) return typeof value === 'string' ? [] : [path]
  if (typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([member, inner]) => {
    if (member.includes('@')) return []
    const memberType = typeOf(model, name, member)
    if (memberType === undefined && model.types.get(name)?.isOpen) return []
    return memberType === undefined
      ? [`${path}/${member}`]
      : misfits(model, inner, memberType, `${path}/${member}`)
  })
}

const roomy: Readonly<Record<string, string>> = {
  'auditLogs/directoryAudits?$top=3': 'directoryAudit',
  'reports/authenticationMethods/userRegistrationDetails': 'userRegistrationDetails',
  'roleManagement/directory/roleDefinitions': 'unifiedRoleDefinition',
  'roleManagement/directory/roleAssignments': 'unifiedRoleAssignment',
}

test('the service document and $metadata name the same sets', async () => {
  const { json } = await cloud.send('/v1.0/')
  const { sets } = await readModel('v1.0')
  const named = json.value.filter(({ kind }: { kind: string }) => kind === 'EntitySet')
  expect(named.map(({ name }: { name: string }) => name).sort()).toEqual([...sets.keys()].sort())
  expect(sets.get('users')).toBe('graph.user')
})

test.each(['v1.0', 'beta'] as const)('answers of %s are what its model says', async (version) => {
  const model = await readModel(version)
  await cloud.addUser(`modelled-${version.charAt(0)}`, {
    usageLocation: 'US',
    employeeOrgData: { division: 'x' },
  })
  const unread = ['directoryObjects', 'invitations', 'scopedRoleMemberships', 'subscriptions']
  const paths = [...model.sets].filter(([set]) => !unread.includes(set))
  for (const [path, type] of [...paths, ...Object.entries(roomy)]) {
    const name = type.replace('graph.', '')
    const full = version === 'v1.0' ? `/${path}` : `/beta/${path}`
    const { json, status } = await cloud.graph('GET', full)
    expect([path, status]).toEqual([path, 200])
    expect(misfits(model, json.value, `Collection(graph.${name})`, path)).toEqual([])
  }
  const selected = [...(model.types.get('user')?.properties.keys() ?? [])].filter(
    (each) => each !== 'signInActivity',
  )
  const users = `${version === 'v1.0' ? '' : '/beta'}/users?$select=${selected.join(',')}`
  const { json } = await cloud.graph('GET', users)
  expect(misfits(model, json.value, 'Collection(graph.user)', 'users')).toEqual([])
  expect(Object.keys(json.value[0]).sort()).toEqual(selected.sort())
})

const accept = (metadata: string) => ({ headers: { accept: `application/json;odata.metadata=${metadata}` } })

test('odata.metadata=none leaves data, links and counts', async () => {
  const answer = await cloud.graph('GET', '/users?$top=1&$select=id', accept('none'))
  expect(answer.headers.get('content-type')).toContain('odata.metadata=none')
  expect(Object.keys(answer.json)).toEqual(['@odata.nextLink', 'value'])
  expect(Object.keys(answer.json.value[0])).toEqual(['id'])
})

test('odata.metadata=full names types, addresses and links that can be followed', async () => {
  const answer = await cloud.graph('GET', '/me?$select=id,createdDateTime,businessPhones', accept('full'))
  expect(answer.headers.get('content-type')).toContain('odata.metadata=full')
  const { json } = answer
  expect(json).toMatchObject({
    '@odata.type': '#microsoft.graph.user',
    'createdDateTime@odata.type': '#DateTimeOffset',
    'businessPhones@odata.type': '#Collection(String)',
  })
  expect((await cloud.graph('GET', json['@odata.id'])).json.id).toBe(json.id)
  const links = Object.entries<string>(json).filter(([name]) => name.endsWith('@odata.navigationLink'))
  expect(links.length).toBeGreaterThan(10)
  for (const [name, link] of links) {
    const { status } = await cloud.graph('GET', link)
    const isThere = !['manager@odata.navigationLink', 'photo@odata.navigationLink'].includes(name)
    expect([name, status]).toEqual([name, isThere ? 200 : 404])
  }
})
