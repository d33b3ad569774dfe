/** The Connect server's verbs as the OpenAPI document shows them; the Connect server answers them (core/contracts/connect.ts). */
import { z } from 'zod'
import {
  connectorProperties,
  connectState,
  runHistoryRow,
  schedulerState,
  syncAnswer,
  syncRequest,
  wizardAction,
  wizardState,
} from '#core/contracts/connect.ts'
import { cmdletAnswer, cmdletCall, cmdletList } from '#core/contracts/connect-cmdlets.ts'
import { networkSettings, networkState } from '#core/contracts/connect-network.ts'
import { previewAnswer, previewRequest } from '#core/contracts/connect-preview.ts'
import { eventLogAnswer, eventLogQuery } from '#core/contracts/event-log.ts'
import { machineClock, machineClockChange } from '#core/contracts/machine-clock.ts'
import { machineTls } from '#core/contracts/machine-tls.ts'
import { syncSettings } from '#core/contracts/sync-settings.ts'
import type { Operation } from './route.ts'

const base = '/lab/v1/labs/{lab}/connect'
const tag = 'connect'
const service = (verb: 'start' | 'stop' | 'restart'): Operation => ({
  method: 'post',
  path: `${base}/services/{name}/${verb}`,
  tag,
  summary: `Does ${verb} to a Windows service of the Connect server.`,
  answer: z.unknown(),
})

export const connectOperations: readonly Operation[] = [
  {
    method: 'get',
    path: `${base}/state`,
    tag,
    summary: 'The Connect server and its switches.',
    answer: connectState,
  },
  { method: 'get', path: `${base}/scheduler`, tag, summary: 'Get-ADSyncScheduler.', answer: schedulerState },
  {
    method: 'put',
    path: `${base}/scheduler`,
    tag,
    summary: 'Set-ADSyncScheduler.',
    body: schedulerState.partial(),
    answer: schedulerState,
  },
  {
    method: 'post',
    path: `${base}/sync`,
    tag,
    summary: 'Start-ADSyncSyncCycle.',
    body: syncRequest,
    answer: syncAnswer,
  },
  {
    method: 'get',
    path: `${base}/runs`,
    tag,
    summary: 'Run history of the connectors.',
    answer: z.object({ runs: z.array(runHistoryRow) }),
  },
  {
    method: 'post',
    path: `${base}/preview`,
    tag,
    summary: 'What a cycle would do, before it does it.',
    body: previewRequest,
    answer: previewAnswer,
  },
  {
    method: 'get',
    path: `${base}/cmdlets`,
    tag,
    summary: 'The cmdlets of the Connect server with their parameters.',
    answer: cmdletList,
  },
  {
    method: 'post',
    path: `${base}/cmdlets/{name}`,
    tag,
    summary: 'Runs a cmdlet, such as Get-ADSyncScheduler.',
    body: cmdletCall,
    answer: cmdletAnswer,
  },
  {
    method: 'get',
    path: `${base}/network`,
    tag,
    summary: 'How the Connect server reaches the cloud, and the log of the proxy.',
    answer: networkState,
  },
  {
    method: 'put',
    path: `${base}/network`,
    tag,
    summary:
      'Stands a proxy before the cloud, or takes it away; machine.config is read when the service starts.',
    body: networkSettings,
    answer: networkState,
  },
  {
    method: 'get',
    path: `${base}/settings`,
    tag,
    summary: 'The synchronisation settings as a file, which the wizard of another server imports.',
    answer: syncSettings,
  },
  {
    method: 'get',
    path: `${base}/clock`,
    tag,
    summary: 'The clock of the Connect server.',
    answer: machineClock,
  },
  {
    method: 'put',
    path: `${base}/clock`,
    tag,
    summary: 'Sets the clock of the Connect server off, or right again.',
    body: machineClockChange,
    answer: machineClock,
  },
  {
    method: 'get',
    path: `${base}/tls`,
    tag,
    summary: 'Whether programs of the Connect server speak TLS 1.2.',
    answer: machineTls,
  },
  {
    method: 'put',
    path: `${base}/tls`,
    tag,
    summary:
      'Switches TLS 1.2 for programs that start from now on; the service reads it when it is restarted.',
    body: machineTls,
    answer: machineTls,
  },
  {
    method: 'get',
    path: `${base}/event-log`,
    tag,
    summary: 'The Application log, newest first; event-log.csv and event-log.xml are the same as files.',
    query: eventLogQuery,
    answer: eventLogAnswer,
  },
  {
    method: 'put',
    path: `${base}/connectors/{name}`,
    tag,
    summary: 'Changes the properties of an AD connector.',
    body: connectorProperties,
    answer: z.unknown(),
  },
  {
    method: 'post',
    path: `${base}/writeback/renew-keys`,
    tag,
    summary: 'Renews the keys of password writeback now instead of after six months.',
    answer: z.object({ outcome: z.string() }),
  },
  { method: 'get', path: `${base}/wizard`, tag, summary: 'The wizard as it stands.', answer: wizardState },
  {
    method: 'post',
    path: `${base}/wizard`,
    tag,
    summary: 'Does one thing in the wizard.',
    body: wizardAction,
    answer: wizardState,
  },
  {
    method: 'get',
    path: `${base}/services`,
    tag,
    summary: 'Its Windows services.',
    answer: connectState.pick({ services: true }),
  },
  service('start'),
  service('stop'),
  service('restart'),
  {
    method: 'post',
    path: `${base}/uninstall`,
    tag,
    summary: 'Takes the product off this server; its accounts and the tenant’s objects stay.',
    answer: connectState,
  },
  {
    method: 'get',
    path: `${base}/connectors/{name}/objects`,
    tag,
    summary: 'A connector space.',
    answer: z.unknown(),
  },
  {
    method: 'get',
    path: `${base}/metaverse/{id}`,
    tag,
    summary: 'An object of the metaverse.',
    answer: z.unknown(),
  },
]
