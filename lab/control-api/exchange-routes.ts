/** Raw requests and answers of a flow, for its picture. */
import { exchangesAnswer, exchangesQuery } from '#core/contracts/exchanges.ts'
import { type Route, route } from './route.ts'

export const exchangeRoutes: Route[] = [
  route({
    method: 'get',
    path: '/lab/v1/labs/{lab}/exchanges',
    tag: 'events',
    summary:
      'What went over the wires under a correlation id, oldest first: HTTPS calls that change something, relay messages, LDAP operations; secrets masked. Only the last few hundred are kept.',
    query: exchangesQuery,
    answer: exchangesAnswer,
    handle: ({ lab, query }) => ({ exchanges: lab().lab.exchanges.under(query.correlationId) }),
  }),
]
