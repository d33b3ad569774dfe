/** What is told of the relay's messages: sizes, versions and outcomes to the journal, the sealed form to the picture. */
import type { RelayRequest } from '#core/contracts/relay.ts'
import type { Lab } from '#core/ports.ts'
import type { OpenPayload } from '#core/sspr/relay-package.ts'
import type { RelayAnswer } from '#core/sspr/writeback-outcome.ts'

/** `relay.sent`: sizes and versions, never contents. */
export function recordSent(lab: Lab, message: RelayRequest, payload: OpenPayload, bytes: number): void {
  const { operation, userPrincipalName: target } = payload
  const { id: requestId, trackingId: correlationId, keyVersion, expiresAt } = message
  const data = { operation, requestId, bytes, keyVersion, expiresAt }
  lab.journal.record({
    place: 'relay',
    type: 'relay.sent',
    summary: `Sealed ${operation} request sent`,
    correlationId,
    target,
    data,
  })
}

/** `relay.answered`: the agent's code, or why there is no answer. */
export function recordAnswered(
  lab: Lab,
  correlationId: string,
  payload: OpenPayload,
  answer: RelayAnswer,
): void {
  const { operation, userPrincipalName: target } = payload
  const said =
    typeof answer === 'string'
      ? { outcome: answer }
      : { outcome: answer.ok ? 'ok' : 'refused', hr: answer.hr }
  const code = typeof answer === 'string' || answer.ok ? undefined : answer.code
  lab.journal.record({
    place: 'relay',
    type: 'relay.answered',
    summary: `${operation}: ${said.outcome}${code === undefined ? '' : ` (${code})`}`,
    correlationId,
    target,
    ...(code === undefined ? {} : { code }),
    data: { operation, ...said, bytes: JSON.stringify(answer).length },
  })
}

/** The message as it travelled: sealed, so there is nothing to mask. */
export function showExchange(
  lab: Lab,
  message: RelayRequest,
  payload: OpenPayload,
  answer: RelayAnswer,
): void {
  const said = typeof answer === 'string' ? answer : answer.ok ? 'ok' : (answer.code ?? 'refused')
  lab.exchanges.record({
    correlationId: message.trackingId,
    place: 'relay',
    protocol: 'relay',
    title: `${payload.operation} for ${payload.userPrincipalName}`,
    request: JSON.stringify(message, null, 2),
    answer: typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2),
    outcome: said,
    refused: said !== 'ok',
  })
}
