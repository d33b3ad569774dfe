/** /directory/onPremisesSynchronization: the features that Connect and the tenant agree on, and the accidental-deletion limit. */
import { z } from 'zod'
import { access } from '../call/access.ts'
import { readBody } from '../call/body.ts'
import {
  context,
  type GraphAnswer,
  type GraphCall,
  type GraphRoute,
  noContent,
  notFound,
  ok,
  refuse,
} from '../call/graph-call.ts'
import { route } from '../call/route.ts'
import { changeTenant } from './change-tenant.ts'

const writeback = ({ directory }: GraphCall): boolean =>
  directory.writebackAgent() !== undefined && directory.passwordResetPolicy().writeBack

const synchronization = (call: GraphCall): Record<string, unknown> => {
  const { directorySync } = call.directory.tenant()
  return {
    id: call.directory.tenantId,
    configuration: {
      accidentalDeletionPrevention: {
        synchronizationPreventionType: directorySync.deletionPrevention,
        alertThreshold: directorySync.deletionThreshold,
      },
      ...(call.version === 'beta'
        ? { synchronizationInterval: 'PT30M', customerRequestedSynchronizationInterval: null }
        : {}),
    },
    features: { ...directorySync.features, passwordWritebackEnabled: writeback(call) },
  }
}

const list = (call: GraphCall): GraphAnswer =>
  ok({
    '@odata.context': context(call, 'directory/onPremisesSynchronization'),
    value: [synchronization(call)],
  })

const get = (call: GraphCall): GraphAnswer =>
  call.params.sync === call.directory.tenantId
    ? ok({
        '@odata.context': context(call, 'directory/onPremisesSynchronization/$entity'),
        ...synchronization(call),
      })
    : notFound(call.params.sync ?? '')

const syncBody = z.object({
  configuration: z
    .object({
      accidentalDeletionPrevention: z.object({
        synchronizationPreventionType: z.enum(['enabledForCount', 'enabledForPercentage', 'disabled']),
        alertThreshold: z.int().min(0).nullish(),
      }),
    })
    .optional(),
  features: z.record(z.string(), z.boolean()).optional(),
})

async function update(call: GraphCall): Promise<GraphAnswer> {
  const { directory } = call
  if (call.params.sync !== directory.tenantId) return notFound(call.params.sync ?? '')
  const read = readBody(call, syncBody, 'OnPremisesDirectorySynchronization')
  if (!read.ok) return read.answer
  const { configuration, features = {} } = read.body
  const { directorySync } = directory.tenant()
  if ('passwordWritebackEnabled' in features) return refuse('WritebackSwitch')
  const unknown = Object.keys(features).find((name) => !(name in directorySync.features))
  if (unknown !== undefined)
    return refuse('PropertyUnknown', { property: unknown, type: 'onPremisesDirectorySynchronizationFeature' })
  const prevention = configuration?.accidentalDeletionPrevention
  const after = {
    ...directorySync,
    features: { ...directorySync.features, ...features },
    deletionPrevention: prevention?.synchronizationPreventionType ?? directorySync.deletionPrevention,
    deletionThreshold: prevention?.alertThreshold ?? directorySync.deletionThreshold,
  }
  await changeTenant(call, { directorySync: after }, 'DirSyncFeatures')
  return noContent
}

const path = 'directory/onPremisesSynchronization'

export const synchronizationRoutes: readonly GraphRoute[] = [
  route('GET', path, access.readSync, list),
  route('GET', `${path}/{sync}`, access.readSync, get),
  route('PATCH', `${path}/{sync}`, access.writeSync, update),
]
