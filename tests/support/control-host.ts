/** The control API of a process whose labs have no parts: for what it does by itself. */
import express, { Router } from 'express'
import { onTestFinished } from 'vitest'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Part } from '#core/ports.ts'
import { createControlApi } from '#lab/control-api/router.ts'
import type { Host, RunningLab } from '#lab/host.ts'
import { fastServer, listen } from '#lab/http.ts'
import { createLab, type LabWorld } from '#lab/lab.ts'
import { LabRefusal } from '#lab/refusal.ts'
import { openDoors } from '#lab/scenarios/doors.ts'
import type { ScenarioLibrary } from '#lab/scenarios/scenario-library.ts'
import { ScenarioRunner } from '#lab/scenarios/scenario-runner.ts'
import { stageOf } from '#lab/scenarios/stage-of-lab.ts'

const noon = Date.parse('2026-01-12T12:00:00Z')

const infoOf = ({ id, tenantId }: LabWorld): LabInfo => ({
  lab: id,
  world: 'contoso',
  tenantId,
  domain: 'contoso.com',
  initialDomain: 'contoso.onmicrosoft.com',
  authority: `https://localhost:8443/${tenantId}`,
  graph: 'https://localhost:8443/v1.0',
  portal: 'http://localhost:8080/portal',
  caCertificate: '',
  ldap: 'ldap://localhost:1',
  ldaps: 'ldaps://localhost:1',
  gc: 'ldap://localhost:1',
  baseDn: 'DC=contoso,DC=local',
  netbiosName: 'CONTOSO',
  accounts: [],
  apps: [],
})

/** No scenario is offered. */
const library: ScenarioLibrary = {
  scenarios: async () => [],
  courses: async () => [],
  find: (id) => Promise.reject(new LabRefusal('LabScenarioNotFound', { scenario: id })),
  world: (world) => Promise.reject(new LabRefusal('LabWorldNotFound', { world })),
}

/** Its doors lead nowhere. */
function runnerIn(lab: LabWorld, info: LabInfo): ScenarioRunner {
  const doors = openDoors(info, 'http://localhost:1')
  const stage = stageOf({ lab, doors, reset: async () => true, enterWorld: async () => undefined })
  return new ScenarioRunner(stage, library)
}

export interface ControlHost {
  readonly url: string
  readonly lab: LabWorld
  readonly parts: Part[]
}

export interface ControlHostOptions {
  readonly host?: string
  readonly adminToken?: string
}

export async function startControlHost(options: ControlHostOptions = {}): Promise<ControlHost> {
  const parts: Part[] = []
  const labs = new Map<string, RunningLab>()
  const open = async (id: string): Promise<RunningLab> => {
    const lab = await createLab({ id, at: noon })
    await lab.snapshots.save('seed')
    const connect = Router().get(
      '/state',
      (_request, response) => void response.json({ serverName: 'CONNECT01' }),
    )
    const info = infoOf(lab)
    const running = {
      lab,
      info,
      parts: () => parts,
      connect: { current: { router: connect } },
      scenarios: runnerIn(lab, info),
    }
    labs.set(id, running)
    return running
  }
  const host: Host = {
    labs,
    defaultLab: 'contoso',
    library,
    createLab: ({ id }) => open(id ?? 'contoso-2'),
    deleteLab: async (id) => void labs.delete(id),
    resetLab: async (id, snapshot) => void (await labs.get(id)?.lab.snapshots.restore(snapshot ?? 'seed')),
  }
  const { lab } = await open('contoso')
  const app = express()
  const access = { host: options.host ?? '127.0.0.1', names: ['hybridlab'], adminToken: options.adminToken }
  app.use(
    '/lab/v1',
    createControlApi(host, {
      ...access,
      origins: { http: 'http://localhost:8080', https: 'https://localhost:8443' },
    }),
  )
  const listener = await listen(fastServer(app), {
    host: '127.0.0.1',
    port: 0,
    listener: 'a test',
    setting: '--port',
  })
  onTestFinished(() => listener.close())
  onTestFinished(() => lab.close())
  return { url: `http://127.0.0.1:${listener.port}`, lab, parts }
}
