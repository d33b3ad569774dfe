/** DC01's consoles: LDAP operations as the account that is logged on there. Passwords reach neither journal nor log. */
import {
  directoryAnswer,
  directoryLogon,
  directoryOperation,
  directorySession,
} from '#core/contracts/directory-console.ts'
import type { DirectorySessions } from '../directory-console/directory-sessions.ts'
import { ldapRefusal } from '../directory-console/ldap-refusal.ts'
import { LabRefusal, reasonOf } from '../refusal.ts'
import { type Call, type Route, route } from './route.ts'

const base = '/lab/v1/labs/{lab}/directory/sessions'
const tag = 'directory'

/** 422 `directoryRefusal` for what the domain controller refuses; 503 when there is none to ask. */
async function carry<Answer>(
  call: Pick<Call, 'lab' | 'response'>,
  work: (correlationId: string) => Promise<Answer>,
): Promise<Answer | undefined> {
  const { journal, random } = call.lab().lab
  const correlationId = guidOf(random.secret(16))
  try {
    return await work(correlationId)
  } catch (error) {
    if (error instanceof LabRefusal) throw error
    const [told] = journal.events({ correlationId, type: 'ldap.refused' })
    const refusal = ldapRefusal(error, told)
    if (refusal === undefined)
      throw new LabRefusal('LabNoDirectory', { reason: reasonOf(error) }, { cause: error })
    call.response.status(422).json(refusal)
    return undefined
  }
}

const guidOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

export const directoryRoutes = (sessions: DirectorySessions): Route[] => [
  route({
    method: 'post',
    path: base,
    tag,
    summary: 'Logs on at the consoles of the domain controller: an LDAP bind.',
    body: directoryLogon,
    answer: directorySession,
    status: 201,
    handle: (call) => carry(call, () => sessions.logOn(call.lab().info, call.body.user, call.body.password)),
  }),
  route({
    method: 'post',
    path: `${base}/{session}/operations`,
    tag,
    summary: 'Carries one LDAP operation as the account of the session.',
    body: directoryOperation,
    answer: directoryAnswer,
    handle: (call) =>
      carry(call, (correlationId) =>
        sessions.perform(call.params.lab ?? '', call.params.session ?? '', call.body, correlationId),
      ),
  }),
  route({
    method: 'delete',
    path: `${base}/{session}`,
    tag,
    summary: 'Logs off: the connection ends.',
    handle: ({ params }) => sessions.logOff(params.lab ?? '', params.session ?? ''),
  }),
]
