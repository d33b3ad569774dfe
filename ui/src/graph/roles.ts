/** Directory roles: all there are, those in use, and who holds them. */
import { z } from 'zod'
import { ok } from '#core/result.ts'
import type { Answered } from '../lab/http.ts'
import { askAs, askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin } from './graph-door.ts'

const text = z.string().nullish()
const template = z.object({ id: z.string(), displayName: z.string(), description: text })
const activeRole = z.object({ id: z.string(), roleTemplateId: z.string(), displayName: z.string() })
const holder = z.object({ id: z.string(), displayName: text, userPrincipalName: text })

export const readRoleTemplates = () =>
  askForAs(graphAsAdmin, '/v1.0/directoryRoleTemplates', collectionOf(template))
export const readActiveRoles = () => askForAs(graphAsAdmin, '/v1.0/directoryRoles', collectionOf(activeRole))

const byTemplate = (template: string): string =>
  `/v1.0/directoryRoles(roleTemplateId='${encodeURIComponent(template)}')`

/** A role that nobody has ever held is not there yet: nobody holds it. */
export async function readHolders(
  template: string,
): Promise<Answered<{ readonly value: readonly z.infer<typeof holder>[] }>> {
  const answer = await askForAs(graphAsAdmin, `${byTemplate(template)}/members`, collectionOf(holder))
  return !answer.ok && answer.failure.status === 404 ? ok({ value: [] }) : answer
}

/** A role is put to use when the first one is to hold it. */
export async function giveRole(template: string, userId: string) {
  const active = await readActiveRoles()
  if (!active.ok) return active
  if (!active.value.value.some(({ roleTemplateId }) => roleTemplateId === template)) {
    const made = await askAs(graphAsAdmin, '/v1.0/directoryRoles', { json: { roleTemplateId: template } })
    if (!made.ok) return made
  }
  return askAs(graphAsAdmin, `${byTemplate(template)}/members/$ref`, {
    json: { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${userId}` },
  })
}

export const takeRole = (template: string, userId: string) =>
  askAs(graphAsAdmin, `${byTemplate(template)}/members/${encodeURIComponent(userId)}/$ref`, {
    method: 'DELETE',
  })
