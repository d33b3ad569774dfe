/** Checks that ask the product through its front doors: asked only when the journal's checks hold, for a logon is an act. */
import { z } from 'zod'
import { connectState } from '#core/contracts/connect.ts'
import { logonAnswer } from '#core/contracts/control-api.ts'
import { onPremisesPasswordResetPolicies } from '#core/contracts/sspr.ts'
import { asDomainAdmin, findDn } from '../directory-session.ts'
import { type Doors, expectAnswer, expectSuccess } from '../doors.ts'
import { deletedUser } from '../verbs/portal-users.ts'
import { type DoorCheck, differences, list, part, sayProperties } from './check.ts'

type Row = Readonly<Record<string, unknown>>
const graphObject = z.record(z.string(), z.unknown())

const administrator = (doors: Doors) => doors.who('Global Administrator')
const askGraph = (doors: Doors, path: string) => doors.as(administrator(doors), path)

async function graphUser(doors: Doors, user: string, properties: readonly string[]): Promise<Row> {
  const path = `/beta/users/${encodeURIComponent(user)}?$select=${properties.join(',')}`
  return graphObject.parse(expectSuccess('Graph', await askGraph(doors, path)).json)
}

async function tryLogon(doors: Doors, user: string, password: string) {
  const json = { user, password: doors.password(user, password) }
  const answer = await doors.control('workstation/logon', { json })
  return logonAnswer.parse(expectSuccess('The workstation', answer).json)
}

const whose = (password: string) => (password === 'original' ? 'the original password' : 'the new password')

/** Compares an outcome and, where one is wanted, its code. */
function differs(
  wanted: { readonly outcome: string; readonly code?: string | number | undefined },
  saw: { readonly outcome: string; readonly code?: string | number | undefined },
): string | undefined {
  const same = wanted.outcome === saw.outcome && (wanted.code === undefined || wanted.code === saw.code)
  return same ? undefined : `${saw.outcome}${part(' with ', saw.code)}`
}

export const logon: DoorCheck<'logon'> = {
  text: ({ user, password, outcome, code }) =>
    `${whose(password)} of ${user} is ${outcome} at the workstation${part(' with ', code)}`,
  asks: async (given, doors) => {
    const { outcome, data, code } = await tryLogon(doors, given.user, given.password)
    return differs(given, { outcome, code: data ?? code })
  },
}

export const signIn: DoorCheck<'signIn'> = {
  text: ({ user, password, outcome, code }) =>
    `${whose(password)} of ${user} is ${outcome} in the cloud${part(' with ', code)}`,
  asks: async (given, doors) => {
    const password = doors.password(given.user, given.password)
    const { accessToken, code } = await doors.signIn(given.user, password)
    return differs(given, { outcome: accessToken === undefined ? 'refused' : 'accepted', code })
  },
}

/** Win32 logon failure: the password is not the account's. */
const wrongPassword = '52e'

export const passwordUnchanged: DoorCheck<'passwordUnchanged'> = {
  text: ({ user }) => `the Active Directory password of ${user} is unchanged`,
  asks: async ({ user, password }, doors) =>
    (await tryLogon(doors, user, password)).data === wrongPassword
      ? 'Active Directory no longer takes it'
      : undefined,
}

/** 50055 and 50144 say that the password is right and has to be changed. */
const rightButExpired: readonly (number | undefined)[] = [50055, 50144]
const rightButMustChange: readonly (string | undefined)[] = ['773', '532']

export const passwordTaken: DoorCheck<'passwordTaken'> = {
  text: ({ cloud, directory }) =>
    `the new password: cloud ${cloud ? 'yes' : 'no'}, Active Directory ${directory ? 'yes' : 'no'}`,
  asks: async ({ user, password, ...wanted }, doors) => {
    const { accessToken, code } = await doors.signIn(user, doors.password(user, password))
    const { outcome, data } = await tryLogon(doors, user, password)
    return differences(wanted, {
      cloud: accessToken !== undefined || rightButExpired.includes(code),
      directory: outcome === 'accepted' || rightButMustChange.includes(data),
    })
  },
}

export const user: DoorCheck<'user'> = {
  text: ({ user: name, has }) => `${name} has ${sayProperties(has)}`,
  asks: async (given, doors) =>
    differences(given.has, await graphUser(doors, given.user, Object.keys(given.has))),
}

export const noUser: DoorCheck<'noUser'> = {
  text: ({ user: name, deleted }) =>
    `the tenant has no user ${name}${deleted ? ', it waits in the deleted users' : ''}`,
  asks: async (given, doors) => {
    const { status } = await askGraph(doors, `/v1.0/users/${encodeURIComponent(given.user)}`)
    if (status !== 404) return 'it is there'
    if (given.deleted === undefined) return undefined
    return ((await deletedUser(doors, given.user)) !== undefined) === given.deleted
      ? undefined
      : `${given.deleted ? 'not ' : ''}in the deleted users`
  },
}

export const adUser: DoorCheck<'adUser'> = {
  text: ({ user: name, has }) => `${name} in Active Directory has ${sayProperties(has)}`,
  asks: (given, doors) =>
    asDomainAdmin(doors, async (client) => {
      const dn = await findDn(client, doors.info.baseDn, given.user)
      const attributes = Object.keys(given.has)
      const { searchEntries } = await client.search(dn, { scope: 'base', attributes })
      const [entry = { dn }] = searchEntries
      const found = Object.entries(entry).filter(([, value]) => !Array.isArray(value) || value.length > 0)
      return differences(given.has, Object.fromEntries(found))
    }),
}

const provisioningErrors = z.object({
  onPremisesProvisioningErrors: z.array(z.object({ propertyCausingError: z.string() })),
})

export const provisioningError: DoorCheck<'provisioningError'> = {
  text: ({ user: name, property }) => `${name} has a value of ${property} in quarantine`,
  asks: async (given, doors) => {
    const found = await graphUser(doors, given.user, ['onPremisesProvisioningErrors'])
    const { onPremisesProvisioningErrors: errors } = provisioningErrors.parse(found)
    const properties = errors.map(({ propertyCausingError }) => propertyCausingError)
    return properties.includes(given.property) ? undefined : list(properties)
  },
}

async function readBlade(doors: Doors) {
  const answer = await askGraph(doors, '/api/PasswordReset/OnPremisesPasswordResetPolicies')
  return onPremisesPasswordResetPolicies.parse(expectSuccess('The blade', answer).json)
}

export const writeback: DoorCheck<'writeback'> = {
  text: ({ onboarded, toggle, listening }) =>
    Object.entries({ 'Connect onboarded': onboarded, 'portal toggle': toggle, 'agent listening': listening })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}: ${value ? 'yes' : 'no'}`)
      .join(', '),
  asks: async (given, doors) => {
    const answer = expectAnswer('The Connect server', await doors.control('connect/state'))
    const state = connectState.parse(answer.json)
    const wanted = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    return differences(wanted, {
      onboarded: state.writebackOnboarded,
      toggle: (await readBlade(doors)).passwordWritebackEnabled,
      listening: state.listener === 'listening',
    })
  },
}

export const blade: DoorCheck<'blade'> = {
  text: ({ status }) => `the status line of On-premises integration: ${status}`,
  asks: async (given, doors) => {
    const { status } = await readBlade(doors)
    return status === given.status ? undefined : status
  },
}

export const later: DoorCheck<'later'> = {
  text: ({ user: name, property, than }) => `${property} of ${name} is later than ${than}`,
  asks: async (given, doors) => {
    const found = await graphUser(doors, given.user, [given.property, given.than])
    const [one, other] = [String(found[given.property]), String(found[given.than])]
    return Date.parse(one) > Date.parse(other) ? undefined : `${one} and ${other}`
  },
}
