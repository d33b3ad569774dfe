/** A script at Microsoft Graph. */
import { expectAnswer } from '../doors.ts'
import { userPath } from './portal-users.ts'
import type { VerbTable } from './verb.ts'

export const graph: VerbTable<'graph'> = {
  'graph.request': async (doors, { method, path, body }, as) => {
    const request = { method, ...(body === undefined ? {} : { json: body }) }
    expectAnswer(`Graph ${method} ${path}`, await doors.as(as, path, request))
  },
  'graph.setPassword': async (doors, { user, newPassword }, as) => {
    const json = { passwordProfile: { password: newPassword, forceChangePasswordNextSignIn: false } }
    expectAnswer('Password profile', await doors.as(as, userPath(user), { method: 'PATCH', json }))
  },
  'graph.changePassword': async (doors, { user, oldPassword, newPassword }) => {
    const json = { currentPassword: doors.password(user, oldPassword), newPassword }
    expectAnswer('changePassword', await doors.as(user, '/v1.0/me/changePassword', { json }))
  },
}
