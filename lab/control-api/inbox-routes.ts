/** Phones and mailboxes of the lab's people. */
import { inboxAnswer, inboxQuery, pushAnswer } from '#core/contracts/control-api.ts'
import type { Message } from '../inbox.ts'
import { LabRefusal } from '../refusal.ts'
import { iso } from './iso.ts'
import { route } from './route.ts'

const shown = (message: Message) => ({ ...message, at: iso(message.at) })

export const inboxRoutes = [
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/inbox',
    tag: 'inbox',
    summary:
      'Messages to the lab’s people, newest last, with the code extracted; `waitMs` waits for the first.',
    query: inboxQuery,
    answer: inboxAnswer,
    handle: async ({ lab, query: { waitMs, ...filter } }) => {
      const { inbox } = lab().lab
      if (waitMs > 0) await inbox.wait(filter, waitMs)
      return { messages: inbox.messages(filter).map(shown) }
    },
  }),
  route({
    method: 'post',
    path: '/lab/v1/labs/{lab}/inbox/{id}/answer',
    tag: 'inbox',
    summary: 'Taps Approve or Deny on a push message.',
    body: pushAnswer,
    handle: async ({ lab, params, body }) => {
      const id = params.id ?? ''
      if (!(await lab().lab.inbox.answer(id, body.answer))) throw new LabRefusal('LabMessageNotFound', { id })
    },
  }),
]
