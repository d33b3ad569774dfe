/** A script at Microsoft Graph. */
import { expectAnswer } from '../doors.ts'
import { withIds } from '../named-objects.ts'
import { userPath } from './portal-users.ts'
import type { VerbTable } from './verb.ts'

export const graph: VerbTable<'graph'> = {
  'graph.request': async (doors, { method, path, body }, as) => {
    const json: unknown =
      body === undefined ? undefined : JSON.parse(await withIds(doors, JSON.stringify(body)))
    const request = { method, ...(json === undefined ? {} : { json }) }
    expectAnswer(`Graph ${method} ${path}`, await doors.as(as, await withIds(doors, path), request))
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
