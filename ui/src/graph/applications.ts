/** App registrations. */
import { z } from 'zod'
import { askAs, askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin } from './graph-door.ts'

const text = z.string().nullish()
const uris = z.object({ redirectUris: z.array(z.string()).default([]) }).nullish()
const application = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: z.string(),
  createdDateTime: text,
  signInAudience: text,
  web: uris,
  spa: uris,
  publicClient: uris,
  passwordCredentials: z
    .array(z.object({ keyId: z.string(), displayName: text, hint: text, endDateTime: text }))
    .default([]),
})
export type Application = z.infer<typeof application>
const secret = z.object({ secretText: z.string() })
const at = (id: string): string => `/v1.0/applications/${encodeURIComponent(id)}`

export const readApplications = () =>
  askForAs(graphAsAdmin, '/v1.0/applications?$top=200', collectionOf(application))
export const readApplication = (id: string) => askForAs(graphAsAdmin, at(id), application)
export const createApplication = (displayName: string, redirectUri: string) =>
  askAs(graphAsAdmin, '/v1.0/applications', {
    json: { displayName, ...(redirectUri === '' ? {} : { web: { redirectUris: [redirectUri] } }) },
  })
export const deleteApplication = (id: string) => askAs(graphAsAdmin, at(id), { method: 'DELETE' })
export const addSecret = (id: string, displayName: string) =>
  askForAs(graphAsAdmin, `${at(id)}/addPassword`, secret, { json: { passwordCredential: { displayName } } })
export const removeSecret = (id: string, keyId: string) =>
  askAs(graphAsAdmin, `${at(id)}/removePassword`, { json: { keyId } })
