/** Graph's resetPassword: a long-running operation that is started, then asked for until it ends. */
import { z } from 'zod'
import { fail, ok } from '#core/result.ts'
import type { Answered } from '../lab/http.ts'
import { askAs, askForAs } from '../sign-in/bearer-ask.ts'
import { graphAsAdmin, pathOf } from './graph-door.ts'

/** The password method's fixed id. writeback.md §6.5. */
const passwordMethod = '28c10230-6103-485e-b985-444c60001490'
const operation = z.object({
  id: z.string(),
  status: z.enum(['notStarted', 'running', 'succeeded', 'failed', 'unknownFutureValue']),
  statusDetail: z.string().nullish(),
})
const generated = z.object({ newPassword: z.string() })
const POLL_MS = 250

/** Answers the generated password, where Graph made one. */
export async function resetPassword(
  userId: string,
  newPassword: string | undefined,
): Promise<Answered<string | undefined>> {
  const path = `/beta/users/${encodeURIComponent(userId)}/authentication/methods/${passwordMethod}/resetPassword`
  const started = await askAs(graphAsAdmin, path, {
    json: newPassword === undefined ? {} : { newPassword, requireChangeOnNextSignIn: true },
  })
  if (!started.ok) return started
  const location = started.value.headers.get('location')
  const made = generated.safeParse(started.value.body)
  const ended =
    location === null
      ? ok(undefined)
      : await waitFor(pathOf(location), started.value.headers.get('request-id') ?? undefined)
  return ended.ok ? ok(made.success ? made.data.newPassword : undefined) : ended
}

async function waitFor(path: string, requestId: string | undefined): Promise<Answered<undefined>> {
  for (;;) {
    const answer = await askForAs(graphAsAdmin, path, operation)
    if (!answer.ok) return answer
    const { status, statusDetail } = answer.value
    if (status === 'succeeded') return ok(undefined)
    if (status === 'failed') return failed(statusDetail ?? 'Failed', requestId)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** The operation tells a code; the portal says it in its own words (writeback.md §6.1). */
async function failed(code: string, requestId: string | undefined): Promise<Answered<undefined>> {
  const { portalText } = await import('../lab/portal-text.ts')
  return fail({ status: 200, code, says: portalText(code), requestId, retry: true })
}
