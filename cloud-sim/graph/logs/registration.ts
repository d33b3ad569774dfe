/** What a user has registered and what that makes them capable of: one row of the registration reports. */
import type { CloudUser } from '#core/entra/model.ts'
import { mayRegister } from '#core/sspr/registration.ts'
import { contactsOf, usableMethods } from '#core/sspr/reset-methods.ts'
import { registrationSubjectOf } from '../../sspr/tenant-reset.ts'
import type { GraphCall } from '../call/graph-call.ts'
import { keysOf } from '../methods/fido2-keys.ts'
import { walkInSlices } from '../odata/sliced-walk.ts'

export interface Registration {
  readonly user: CloudUser
  readonly methods: readonly string[]
  readonly isAdmin: boolean
  readonly isEnabled: boolean
  readonly isRegistered: boolean
}

/** Administrators always show as enabled and capable. */
export function registrationOf({ directory }: GraphCall, user: CloudUser): Registration {
  const registered = directory.methodsOf(user.id)
  const { mobilePhone, alternateMobilePhone, officePhone, email, authenticatorSecret, securityQuestions } =
    registered
  const methods = [
    ...(mobilePhone === null ? [] : ['mobilePhone']),
    ...(alternateMobilePhone === null ? [] : ['alternateMobilePhone']),
    ...(officePhone === null ? [] : ['officePhone']),
    ...(email === null ? [] : ['email']),
    ...(authenticatorSecret === null ? [] : ['microsoftAuthenticatorPush', 'softwareOneTimePasscode']),
    ...(keysOf(directory, user).length === 0 ? [] : ['passKeyDeviceBound']),
    ...(securityQuestions.length === 0 ? [] : ['securityQuestion']),
  ]
  const about = registrationSubjectOf(directory, user)
  const isAdmin = directory.rolesOf(user.id).length > 0
  const usable = usableMethods(about.gatePolicy, contactsOf(user, registered))
  return {
    user,
    methods,
    isAdmin,
    isEnabled: isAdmin || mayRegister(about),
    isRegistered: isAdmin || usable >= about.gatePolicy.gates,
  }
}

const mfaMethods = [
  'mobilePhone',
  'alternateMobilePhone',
  'officePhone',
  'microsoftAuthenticatorPush',
  'softwareOneTimePasscode',
  'passKeyDeviceBound',
]
export const isMfa = ({ methods }: Registration): boolean =>
  methods.some((method) => mfaMethods.includes(method))

/** Every user's, in slices: other requests go on meanwhile. */
export async function eachRegistration(call: GraphCall, visit: (row: Registration) => void): Promise<void> {
  await walkInSlices(call.directory.usersInOrder('id'), (user) => {
    visit(registrationOf(call, user))
    return 'go-on'
  })
}
