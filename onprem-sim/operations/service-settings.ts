/**
 * Settings of the directory service, read from its object in the configuration: dSHeuristics by position, and
 * msDS-Other-Settings as `Name=value` (MS-ADTS 6.1.1.2.4.1). Of the names below only DenyUnauthenticatedBind stands there
 * in the real thing; the others are registry values that group policy sets, and no registry is here.
 */
import { type AccessView, accessView } from '#core/active-directory/access-check.ts'
import { parseSddl } from '#core/active-directory/sddl.ts'
import { rights } from '#core/active-directory/security-descriptor.ts'
import type { Directory } from '../store/directory.ts'
import { type DirectoryObject, firstValue, valueList } from '../store/records.ts'
import type { Identity } from './operation.ts'

export interface ServiceSettings {
  /** `LDAPServerIntegrity=2`: a bind must be signed, sealed or over TLS. */
  readonly requireSigning: boolean
  /** `DenyUnauthenticatedBind=1`: a name without a password is refused. */
  readonly denyUnauthenticatedBind: boolean
  /** `OldPasswordAllowedPeriod=60`: minutes in which the password before still logs on. Windows: 60; here 0 unless set. */
  readonly oldPasswordMs: number
  /** `RestrictRemoteSam=O:BAG:BAD:(A;;RC;;;BA)`: who may make remote calls to SAM; undefined lets everybody. */
  readonly remoteSam: string | undefined
  /** fUserPwdSupport: userPassword is a password. */
  readonly userPasswordIsPassword: boolean
}

const settingsOf = new WeakMap<DirectoryObject, ServiceSettings>()
const unset: ServiceSettings = {
  requireSigning: false,
  denyUnauthenticatedBind: false,
  oldPasswordMs: 0,
  remoteSam: undefined,
  userPasswordIsPassword: false,
}

/** CN=Directory Service below Services. */
export const serviceObject = (directory: Directory): DirectoryObject | undefined =>
  directory.byDn(`CN=Directory Service,CN=Windows NT,CN=Services,${directory.dnOf(directory.configuration)}`)

export function serviceSettings(directory: Directory): ServiceSettings {
  const service = serviceObject(directory)
  if (service === undefined) return unset
  const known = settingsOf.get(service)
  if (known !== undefined) return known
  const settings = readSettings(service)
  settingsOf.set(service, settings)
  return settings
}

const minuteMs = 60_000
const userPasswordPosition = 8

function readSettings({ attributes }: DirectoryObject): ServiceSettings {
  const others = new Map<string, string>()
  for (const setting of valueList(attributes['msDS-Other-Settings'] ?? [])) {
    const equals = setting.indexOf('=')
    if (equals > 0) others.set(setting.slice(0, equals).toLowerCase(), setting.slice(equals + 1))
  }
  const minutes = Number(others.get('oldpasswordallowedperiod') ?? '0')
  return {
    requireSigning: others.get('ldapserverintegrity') === '2',
    denyUnauthenticatedBind: others.get('denyunauthenticatedbind') === '1',
    oldPasswordMs: Number.isFinite(minutes) ? Math.max(0, minutes) * minuteMs : 0,
    remoteSam: others.get('restrictremotesam'),
    userPasswordIsPassword: (firstValue(attributes.dSHeuristics) ?? '').charAt(userPasswordPosition) === '1',
  }
}

/** Whether the caller may make remote calls to SAM: READ_CONTROL by RestrictRemoteSam's descriptor (MS-SAMR 3.1.5.1). */
export function mayCallSam(directory: Directory, { token }: Identity): boolean {
  const { remoteSam } = serviceSettings(directory)
  if (remoteSam === undefined) return true
  const descriptor = parseSddl(remoteSam, directory.domainSid)
  // What cannot be read restricts nobody, as an unset policy.
  const view: AccessView | undefined = descriptor && accessView(descriptor, token.sids, false)
  return view === undefined || view.allows(rights.readControl)
}
