/** Somebody at CLIENT01: each logon is an LDAP bind at the domain controller. */
import { type Doors, expectAnswer } from '../doors.ts'
import type { VerbTable } from './verb.ts'

const logOn = async (doors: Doors, user: string, password: string) =>
  void expectAnswer('The workstation', await doors.control('workstation/logon', { json: { user, password } }))

export const workstation: VerbTable<'workstation'> = {
  'workstation.logon': (doors, { user, password }) => logOn(doors, user, doors.password(user, password)),
  'workstation.changePassword': async (doors, { user, oldPassword, newPassword }) => {
    const json = { user, oldPassword: doors.password(user, oldPassword), newPassword }
    expectAnswer('The workstation', await doors.control('workstation/change-password', { json }))
  },
  'workstation.failLogons': async (doors, { user, times }) => {
    for (let time = 1; time <= times; time++) await logOn(doors, user, `not the password ${time}`)
  },
}
