import { expect, test } from 'vitest'
import type { CloudUser, Tenant } from '#core/entra/model.ts'
import {
  administratorPolicy,
  contactsOf,
  dialled,
  hintOf,
  isEmail,
  isPhone,
  maskEmail,
  maskPhone,
  methodsOnOffer,
  usableMethods,
} from '#core/sspr/reset-methods.ts'
import { describeSwitches, type WritebackSwitches, writebackState } from '#core/sspr/writeback-switches.ts'

const person = {
  mobilePhone: '+65 90000000',
  businessPhones: ['6789'],
  otherMails: ['alt@home.example'],
} as unknown as CloudUser
const policy = {
  kind: 'user',
  gates: 2,
  methods: ['mobileSms', 'mobileCall', 'officeCall', 'email', 'appCode'],
} as const

test('what the person registered comes before what the directory knows', () => {
  const registered = {
    id: 'x',
    mobilePhone: '+65 91234567',
    alternateMobilePhone: null,
    officePhone: null,
    email: null,
    authenticatorSecret: null,
    securityQuestions: [],
    confirmedAt: null,
  }
  expect(contactsOf(person, registered)).toEqual({
    mobilePhone: '+65 91234567',
    officePhone: null,
    email: 'alt@home.example',
    authenticator: false,
    questions: 0,
  })
  expect(contactsOf(person, undefined).mobilePhone).toBe('+65 90000000')
})

test('text and call to one phone are one method, not two', () => {
  expect(
    usableMethods(policy, {
      mobilePhone: '+65 91234567',
      officePhone: null,
      email: null,
      authenticator: false,
      questions: 0,
    }),
  ).toBe(1)
})

test('a method used at the first gate is gone at the second', () => {
  const contacts = {
    mobilePhone: '+65 91234567',
    officePhone: null,
    email: 'a@b.example',
    authenticator: false,
    questions: 0,
  }
  expect(methodsOnOffer(policy, contacts, ['mobilePhone'])).toEqual(['email'])
})

test('phones need country code and blank; an extension is not dialled', () => {
  expect(['+65 91234567', '+1 555-123-4567', '+65 67890123 x45'].every(isPhone)).toBe(true)
  expect(['91234567', '+6591234567', '+65 12', ''].some(isPhone)).toBe(false)
  expect(dialled('+65 6789 0123 x45')).toBe('6567890123')
  expect(isEmail('a@b.example')).toBe(true)
  expect(['a@b', 'a b@c.example', '@b.example', 'a@b.example,c@d.example'].some(isEmail)).toBe(false)
})

test('hints show the ends only', () => {
  expect(maskPhone('+65 91234589')).toBe('***-***-**89')
  expect(maskEmail('anna@contoso.com')).toBe('a***@c***.com')
  expect(hintOf('appCode', contactsOf(person, undefined))).toBe('')
})

test('administrators have two gates once the tenant has a domain of its own, synchronises, or is thirty days old', () => {
  const initial = { name: 'x.onmicrosoft.com', isVerified: true, isInitial: true }
  const tenant = (more: object) =>
    ({ domains: [initial], createdDateTime: 0, onPremisesSyncEnabled: null, ...more }) as unknown as Tenant
  const gates = (more: object, at = 0) => administratorPolicy(tenant(more), at).gates
  expect([
    gates({}),
    gates({}, 31 * 86_400_000),
    gates({ onPremisesSyncEnabled: true }),
    gates({ domains: [initial, { ...initial, isInitial: false }] }),
  ]).toEqual([1, 2, 2, 2])
  expect(administratorPolicy(tenant({}), 0).methods).not.toContain('securityQuestions')
})

test('three switches, three sentences', () => {
  const switches: WritebackSwitches = {
    onboarded: true,
    toggle: false,
    listening: true,
    lastHeartbeatAt: 0,
    agentVersion: '2.4.129.0',
  }
  expect(describeSwitches(switches)).toBe(
    'Password writeback in Connect: ticked and onboarded; "Write back passwords" in the portal: No; agent on the relay: listening.',
  )
  expect(writebackState({ ...switches, onboarded: false }, 0)).toBe('not-configured')
  expect(writebackState({ ...switches, listening: false }, 0)).toBe('unreachable')
  expect(writebackState({ ...switches, agentVersion: '1.0.419.911' }, 0)).toBe('out-of-date')
})
