/** What the Synchronization Service shows, as the Connect server answers it. */
import { z } from 'zod'
import type { ConnectorProperties } from '#core/contracts/connect.ts'
import { previewAnswer } from '#core/contracts/connect-preview.ts'
import { askFor } from '../../../lab/http.ts'
import { useLab } from '../../../lab/lab-store.ts'

const at = (path: string): string => `${useLab().api}/connect/${path}`

const connectors = z.object({
  connectors: z.array(
    z.looseObject({
      name: z.string(),
      type: z.string(),
      account: z.string(),
      objects: z.number(),
      /** Of connectors of Active Directory only. */
      signAndEncrypt: z.boolean().optional(),
    }),
  ),
})
export type ConnectorRow = z.infer<typeof connectors>['connectors'][number]
const objectRow = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  pendingImport: z.string().nullish(),
  pendingExport: z.string().nullish(),
  metaverseId: z.string().nullish(),
  filteredBy: z.string().nullish(),
  error: z.unknown(),
})
export type ConnectorObject = z.infer<typeof objectRow>
const objectPage = z.object({ objects: z.array(objectRow), next: z.string().optional() })

const attributes = z.record(z.string(), z.unknown())
const metaverseObject = z.looseObject({
  id: z.string(),
  sourceAnchor: z.string().nullish(),
  attributes: attributes.optional(),
  connectors: z.array(
    z.looseObject({ id: z.string(), dn: z.string().optional(), connector: z.string().optional() }),
  ),
  cloud: z.looseObject({ id: z.string() }).nullable(),
})
export type MetaverseObject = z.infer<typeof metaverseObject>

const metaverseRow = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  sourceAnchor: z.string(),
  connectors: z.number(),
})
export type MetaverseRow = z.infer<typeof metaverseRow>
const metaversePage = z.object({ objects: z.array(metaverseRow), next: z.string().optional() })

const rules = z.object({
  rules: z.array(
    z.looseObject({
      name: z.string(),
      direction: z.string().optional(),
      targetType: z.string().optional(),
      precedence: z.number(),
      flows: z.array(z.object({ target: z.string(), from: z.unknown() })),
    }),
  ),
})

export const readConnectors = () => askFor(at('connectors'), connectors)
export const changeConnector = (name: string, change: ConnectorProperties) =>
  askFor(at(`connectors/${encodeURIComponent(name)}`), connectors, { method: 'PUT', json: change })
const pageQuery = (find: string, after?: string): URLSearchParams =>
  new URLSearchParams({
    ...(find === '' ? {} : { find }),
    ...(after === undefined ? {} : { after }),
  })
export const readObjects = (connector: string, find: string, after?: string) =>
  askFor(at(`connectors/${encodeURIComponent(connector)}/objects?${pageQuery(find, after)}`), objectPage)
export const searchMetaverse = (find: string, after?: string) =>
  askFor(at(`metaverse?${pageQuery(find, after)}`), metaversePage)
export const readMetaverse = (id: string) =>
  askFor(at(`metaverse/${encodeURIComponent(id)}`), metaverseObject)
export const readRules = () => askFor(at('rules'), rules)
export const askPreview = (policyType: 'Delta' | 'Initial') =>
  askFor(at('preview'), previewAnswer, { json: { policyType } })
