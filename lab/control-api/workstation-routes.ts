/** Logging on at a workstation of the domain: a real LDAP bind as the user against the domain controller. */
import { logonAnswer, logonRequest } from '#core/contracts/control-api.ts'
import { logOn } from '../workstation.ts'
import { route } from './route.ts'

export const workstationRoutes = [
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/workstation/logon',
    tag: 'workstation',
    summary: 'Tries a name and a password at the domain controller and explains its answer.',
    body: logonRequest,
    answer: logonAnswer,
    handle: ({ lab, body }) => {
      const { lab: world, info } = lab()
      return logOn(info, world.journal, body.user, body.password)
    },
  }),
]
