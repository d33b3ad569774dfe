/** A sign-in that waits for registration hands the browser a ticket: it opens the registration routes and nothing else. */
import { z } from 'zod'
import type { CloudUser } from '#core/entra/model.ts'
import { minutes, ssprLimits } from '#core/sspr/limits.ts'
import type { CloudHost } from '../cloud-host.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'

const ticketPrefix = 'srt_'

const ticket = z.object({
  kind: z.literal('registration'),
  tenantId: z.string(),
  userId: z.string(),
  expiresAt: z.number(),
  resumeUrl: z.string().optional(),
  registersFor: z.enum(['reset', 'second-factor']).default('reset'),
})

export interface OpenTicket {
  readonly directory: TenantDirectory
  readonly user: CloudUser
  readonly resumeUrl?: string
  readonly registersFor: 'reset' | 'second-factor'
}

/** `resumeUrl`: where the browser goes on when registration is done; `registersFor`: which of the sign-in's demands it is. */
export async function issueRegistrationTicket(
  host: CloudHost,
  directory: TenantDirectory,
  user: CloudUser,
  { resumeUrl, registersFor = 'reset' }: Partial<Pick<OpenTicket, 'resumeUrl' | 'registersFor'>> = {},
): Promise<string> {
  const expiresAt = directory.lab.clock.now() + minutes(ssprLimits.registrationTicketMinutes)
  const value: z.infer<typeof ticket> = {
    kind: 'registration',
    tenantId: directory.tenantId,
    userId: user.id,
    expiresAt,
    registersFor,
    ...(resumeUrl === undefined ? {} : { resumeUrl }),
  }
  return ticketPrefix + (await host.sealer.seal('ticket', value))
}

/** Undefined for what is no ticket, is too old, or belongs to nobody any more. */
export async function openRegistrationTicket(host: CloudHost, text: string): Promise<OpenTicket | undefined> {
  if (!text.startsWith(ticketPrefix)) return undefined
  const { data } = ticket.safeParse(await host.sealer.open('ticket', text.slice(ticketPrefix.length)))
  if (data === undefined) return undefined
  const directory = host.tenants.byId(data.tenantId)?.directory
  const user = directory?.findUser(data.userId)
  if (directory === undefined || user === undefined || directory.lab.clock.now() > data.expiresAt)
    return undefined
  const { registersFor } = data
  return {
    directory,
    user,
    registersFor,
    ...(data.resumeUrl === undefined ? {} : { resumeUrl: data.resumeUrl }),
  }
}
