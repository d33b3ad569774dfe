/** POST /invitations: a guest is in the directory at once, and pending until they accept. The lab has no acceptance. [SIM] */
import { z } from 'zod'
import { modified } from '#core/entra/audit-row.ts'
import type { CloudUser } from '#core/entra/model.ts'
import { newUser } from '../../directory/new-records.ts'
import { userTarget } from '../../directory/passwords.ts'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import { changeDirectory } from '../call/change-directory.ts'
import {
  context,
  created,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { iso } from '../odata/entity-type.ts'

const invitationBody = z.strictObject({
  '@odata.type': z.string().optional(),
  invitedUserEmailAddress: z.email().max(254),
  inviteRedirectUrl: z.url(),
  invitedUserDisplayName: z.string().max(256).nullish(),
  invitedUserType: z.enum(['Guest', 'Member']).default('Guest'),
  invitedUserMessageInfo: z.looseObject({ customizedMessageBody: z.string().nullish() }).nullish(),
  sendInvitationMessage: z.boolean().default(false),
  resetRedemption: z.boolean().default(false),
})
type Invitation = z.infer<typeof invitationBody>

/** `anna_fabrikam.com#EXT#@contoso.onmicrosoft.com` */
const guestName = (address: string, initialDomain: string): string =>
  `${address.replace('@', '_')}#EXT#@${initialDomain}`

function guestOf(call: GraphCall, body: Invitation): CloudUser {
  const { lab, tenant } = call.directory
  const address = body.invitedUserEmailAddress
  const initial = tenant().domains.find(({ isInitial }) => isInitial)?.name ?? ''
  const userPrincipalName = guestName(address, initial)
  const now = lab.clock.now()
  return {
    ...newUser({
      id: lab.random.guid(),
      userPrincipalName,
      displayName: body.invitedUserDisplayName ?? address.slice(0, address.indexOf('@')),
      mailNickname: userPrincipalName.slice(0, userPrincipalName.lastIndexOf('@')).slice(0, 64),
      createdDateTime: now,
    }),
    mail: address,
    otherMails: [address],
    userType: body.invitedUserType,
    details: {
      creationType: 'Invitation',
      externalUserState: 'PendingAcceptance',
      externalUserStateChangeDateTime: iso(now),
    },
  }
}

function send(
  call: GraphCall,
  { invitedUserEmailAddress: to, invitedUserMessageInfo, inviteRedirectUrl }: Invitation,
) {
  const { directory, bearer } = call
  const { displayName } = directory.tenant()
  const from = bearer.user?.mail ?? 'invites@microsoft.com'
  const text = invitedUserMessageInfo?.customizedMessageBody ?? `You are invited to ${displayName}.`
  directory.lab.inbox.deliver({
    kind: 'email',
    to,
    from,
    subject: `Invitation to ${displayName}`,
    text: `${text}\n${inviteRedirectUrl}`,
    correlationId: call.clientRequestId,
  })
}

/** Who is a guest already is invited again, and stays who they are. */
async function invite(call: GraphCall): Promise<GraphAnswer> {
  const read = readBody(call, invitationBody, 'Invitation')
  if (!read.ok) return read.answer
  const { body } = read
  const { directory } = call
  const known = directory.userByMail(body.invitedUserEmailAddress)
  if (known !== undefined && known.details?.creationType !== 'Invitation')
    return refuse('ValueTaken', { property: 'proxyAddresses' })
  const guest = known ?? guestOf(call, body)
  if (known === undefined) {
    const properties = [modified('UserPrincipalName', null, guest.userPrincipalName)]
    await changeDirectory(call, { activity: 'inviteUser', target: userTarget(guest), properties }, () =>
      directory.putUser(guest),
    )
  }
  if (body.sendInvitationMessage) send(call, body)
  return created(shown(call, body, guest), `${call.origin}/${call.version}/invitations/${guest.id}`)
}

const shown = (call: GraphCall, body: Invitation, guest: CloudUser): Record<string, unknown> => ({
  '@odata.context': context(call, 'invitations/$entity'),
  id: guest.id,
  inviteRedeemUrl: body.inviteRedirectUrl,
  inviteRedirectUrl: body.inviteRedirectUrl,
  invitedUserDisplayName: guest.displayName,
  invitedUserEmailAddress: body.invitedUserEmailAddress,
  invitedUserType: guest.userType,
  resetRedemption: body.resetRedemption,
  sendInvitationMessage: body.sendInvitationMessage,
  status: guest.details?.externalUserState ?? 'PendingAcceptance',
  invitedUserMessageInfo: {
    messageLanguage: null,
    customizedMessageBody: body.invitedUserMessageInfo?.customizedMessageBody ?? null,
    ccRecipients: [],
  },
  invitedUser: { id: guest.id },
})

export const invitationRoutes: readonly GraphRoute[] = [
  route('POST', 'invitations', access.inviteUsers, invite),
]
