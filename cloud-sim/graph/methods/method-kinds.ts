/** What a user has registered, as Graph shows each kind of it. */
import type { CloudUser, RegisteredMethods } from '#core/entra/model.ts'
import type { GraphCall } from '../call/graph-call.ts'
import { iso } from '../odata/entity-type.ts'
import { keysOf, shownKey } from './fido2-keys.ts'
import { passMethods } from './temporary-access-pass.ts'

/** Fixed ids, the same for everybody (published). */
export const methodIds = {
  password: '28c10230-6103-485e-b985-444c60001490',
  mobile: '3179e48a-750b-4051-897c-87b9720928f7',
  alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
  office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
  email: '3ddfcfc8-9383-446f-83cc-3ab9be4be18f',
} as const

export type ShownMethod = Readonly<Record<string, unknown>> & { readonly id: string }

const passwordMethods = (user: CloudUser): ShownMethod[] => [
  { id: methodIds.password, password: null, createdDateTime: iso(user.lastPasswordChangeDateTime) },
]

export const shownPhone = (id: string, phoneType: string, phoneNumber: string | null): ShownMethod[] =>
  phoneNumber === null
    ? []
    : [
        {
          id,
          phoneNumber,
          phoneType,
          smsSignInState: phoneType === 'mobile' ? 'notAllowedByPolicy' : 'notSupported',
          createdDateTime: null,
        },
      ]

const phoneMethods = (
  _user: CloudUser,
  { mobilePhone, alternateMobilePhone, officePhone }: RegisteredMethods,
): ShownMethod[] => [
  ...shownPhone(methodIds.mobile, 'mobile', mobilePhone),
  ...shownPhone(methodIds.alternateMobile, 'alternateMobile', alternateMobilePhone),
  ...shownPhone(methodIds.office, 'office', officePhone),
]

const emailMethods = (_user: CloudUser, { email }: RegisteredMethods): ShownMethod[] =>
  email === null ? [] : [{ id: methodIds.email, emailAddress: email, createdDateTime: null }]

const authenticatorMethods = (user: CloudUser, { authenticatorSecret }: RegisteredMethods): ShownMethod[] =>
  authenticatorSecret === null
    ? []
    : [
        {
          id: user.id,
          displayName: 'Lab phone',
          deviceTag: 'SoftwareTokenActivated',
          phoneAppVersion: '6.0',
          createdDateTime: null,
        },
      ]

const oathMethods = (user: CloudUser, { authenticatorSecret }: RegisteredMethods): ShownMethod[] =>
  authenticatorSecret === null ? [] : [{ id: user.id, secretKey: null, createdDateTime: null }]

const fido2Methods = (
  user: CloudUser,
  _methods: RegisteredMethods,
  { directory }: GraphCall,
): ShownMethod[] => keysOf(directory, user).map(shownKey)

const none = (): ShownMethod[] => []

export const methodKinds = {
  passwordMethods: ['passwordAuthenticationMethod', passwordMethods],
  phoneMethods: ['phoneAuthenticationMethod', phoneMethods],
  emailMethods: ['emailAuthenticationMethod', emailMethods],
  microsoftAuthenticatorMethods: ['microsoftAuthenticatorAuthenticationMethod', authenticatorMethods],
  softwareOathMethods: ['softwareOathAuthenticationMethod', oathMethods],
  fido2Methods: ['fido2AuthenticationMethod', fido2Methods],
  windowsHelloForBusinessMethods: ['windowsHelloForBusinessAuthenticationMethod', none],
  platformCredentialMethods: ['platformCredentialAuthenticationMethod', none],
  temporaryAccessPassMethods: ['temporaryAccessPassAuthenticationMethod', passMethods],
  externalAuthenticationMethods: ['externalAuthenticationMethod', none],
} as const satisfies Record<
  string,
  readonly [
    type: string,
    read: (user: CloudUser, methods: RegisteredMethods, call: GraphCall) => ShownMethod[],
  ]
>
export type KindName = keyof typeof methodKinds
