/** The tenant's domain names. */
import { z } from 'zod'
import { askAs, askForAs } from '../sign-in/bearer-ask.ts'
import { collectionOf, graphAsAdmin } from './graph-door.ts'

const domain = z.object({
  id: z.string(),
  authenticationType: z.string().nullish(),
  isDefault: z.boolean().nullish(),
  isInitial: z.boolean().nullish(),
  isVerified: z.boolean().nullish(),
})
const dnsRecord = z.object({
  id: z.string(),
  recordType: z.string(),
  label: z.string().nullish(),
  text: z.string().nullish(),
  mailExchange: z.string().nullish(),
})
const at = (name: string): string => `/v1.0/domains/${encodeURIComponent(name)}`

export const readDomains = () => askForAs(graphAsAdmin, '/v1.0/domains', collectionOf(domain))
export const addDomain = (id: string) => askAs(graphAsAdmin, '/v1.0/domains', { json: { id } })
export const verifyDomain = (name: string) =>
  askAs(graphAsAdmin, `${at(name)}/verify`, { method: 'POST', json: {} })
export const deleteDomain = (name: string) => askAs(graphAsAdmin, at(name), { method: 'DELETE' })
export const makeDefault = (name: string) =>
  askAs(graphAsAdmin, at(name), { method: 'PATCH', json: { isDefault: true } })
export const readDnsRecords = (name: string) =>
  askForAs(graphAsAdmin, `${at(name)}/verificationDnsRecords`, collectionOf(dnsRecord))
