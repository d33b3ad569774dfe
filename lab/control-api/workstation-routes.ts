/** Logging on at a workstation of the domain: a real LDAP bind as the user against the domain controller. */
import { logonAnswer, logonPasswordChange, logonRequest } from '#core/contracts/control-api.ts'
import { changePassword } from '../workstation/change-password.ts'
import { logOn } from '../workstation/log-on.ts'
import { route } from './route.ts'

const tag = 'workstation'

export const workstationRoutes = [
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/workstation/logon',
    tag,
    summary: 'Tries a name and a password at the domain controller and explains its answer.',
    body: logonRequest,
    answer: logonAnswer,
    handle: ({ lab, body }) => {
      const { lab: world, info } = lab()
      return logOn(world, info, body)
    },
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/workstation/change-password',
    tag,
    summary: 'Changes a password at the logon screen, also one that has expired or must be changed.',
    body: logonPasswordChange,
    answer: logonAnswer,
    handle: ({ lab, body }) => {
      const { lab: world, info } = lab()
      return changePassword(world, info, body)
    },
  }),
]
