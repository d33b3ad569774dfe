/**
 * Runs one part alone, as in a container of its own: the cloud, the domain controller or the Connect server, with the part of
 * the control API that it can answer. The parts' `main.ts` use it; they share the world file, the seed and the CA's folder.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Express, Router } from 'express'
import type { Config } from '#core/contracts/config.ts'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { World } from '#core/contracts/world.ts'
import type { Part } from '#core/ports.ts'
import { type Authority, openAuthority, serverNames } from './certificates.ts'
import { realTime } from './clock.ts'
import { loadConfig } from './config.ts'
import { createControlApi } from './control-api/router.ts'
import { describeLab, type LabAddresses } from './describe-lab.ts'
import { createApp, fastServer, type Listener, listen } from './http.ts'
import { createLab, type LabWorld } from './lab.ts'
import { beginStory } from './open-lab.ts'
import { LabRefusal } from './refusal.ts'
import { foldersWith, openLibrary } from './scenarios/scenario-library.ts'

const day = 86_400_000

export interface PartStage {
  readonly config: Config
  readonly lab: LabWorld
  readonly world: World
  readonly authority: Authority
  /** Nothing was there before: the part's share of the world is still to be built. */
  readonly isNew: boolean
  /** The part's own listener without TLS, which also answers the control API. */
  readonly app: Express
  /** Where each part is, as far as the settings tell. */
  readonly addresses: LabAddresses
  describe(apps: LabInfo['apps']): LabInfo
  /** Ends the accounts' history: the clock goes to now and runs. */
  beginStory(): void
  /** A listener with the lab's certificate, on the same paths. */
  listenSecurely(): Promise<Listener>
}

export interface OpenedPart {
  readonly part: Part
  readonly apps?: LabInfo['apps']
  /** The Connect server's verbs. */
  readonly router?: Router
}

/** Starts (`--config FILE` names the settings file), prints one line when ready, and ends on SIGINT or SIGTERM. A refusal is one sentence and an exit code. */
export async function runPart(
  name: Part['name'],
  open: (stage: PartStage) => Promise<OpenedPart>,
): Promise<void> {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' } } })
    const config = await loadConfig({ environment: process.env, file: values.config })
    const started = await startPart(config, name, open)
    process.stdout.write(`${name} is ready: control API ${started.http}/lab/v1\n`)
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void started.close().then(() => process.exit(0)))
  } catch (error) {
    if (!(error instanceof LabRefusal)) throw error
    process.stderr.write(`${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`)
    process.exitCode = error.exitCode
  }
}

async function startPart(
  config: Config,
  name: Part['name'],
  open: (stage: PartStage) => Promise<OpenedPart>,
) {
  const world = await openLibrary(foldersWith(config.scenarios)).world(config.world)
  // Given is done through all parts' doors, and a part alone has only its own.
  if (world.given.length > 0) throw new LabRefusal('LabPartAlone', { part: name })
  const authority = await openAuthority(config.ephemeral ? undefined : join(config.data, 'ca'))
  const lab = await createLab({
    id: config.lab,
    at: realTime() - world.historyDays * day,
    ...(config.seed === undefined ? {} : { seed: config.seed }),
    ...(config.ephemeral ? {} : { directory: join(config.data, name, 'labs', config.lab) }),
  })
  const app = createApp()
  const http = await listen(fastServer(app), {
    host: config.host,
    port: config.httpPort,
    listener: `the control API of the ${name}`,
    setting: '--http-port',
  })
  const listeners = [http]
  const addresses = { ...addressesOf(config, http.port), caCertificate: authority.certificate }
  const describe = (apps: LabInfo['apps']) => {
    const info = describeLab(lab, world, addresses, apps)
    return config.directoryForest === undefined ? info : { ...info, accounts: [] }
  }
  const isNew = !lab.snapshots.has('seed')
  const opened = await open({
    config,
    lab,
    world,
    authority,
    isNew,
    app,
    addresses,
    describe,
    beginStory: () => beginStory(lab, realTime(), false),
    listenSecurely: async () => {
      const credentials = await authority.credentialsFor(serverNames(config.names))
      const listener = await listen(fastServer(app, credentials), {
        host: config.host,
        port: config.httpsPort,
        listener: 'the cloud',
        setting: '--https-port',
      })
      listeners.push(listener)
      return listener
    },
  })
  if (isNew) await lab.snapshots.save('seed')
  app.use(
    '/lab/v1',
    createControlApi(hostOf(lab, describe(opened.apps ?? []), opened), {
      ...config,
      origins: addresses,
    }),
  )
  const close = async () => {
    await opened.part.close()
    await Promise.all(listeners.map((listener) => listener.close()))
    await lab.close()
  }
  return { http: addresses.http, close }
}

function addressesOf(config: Config, httpPort: number) {
  const name = config.host === '127.0.0.1' ? 'localhost' : config.host
  return {
    http: `http://${name}:${httpPort}`,
    https: config.cloudOrigin ?? `https://${name}:${config.httpsPort}`,
    ldap: `ldap://${name}:${config.ldapPort}`,
    ldaps: config.directoryUrl ?? `ldaps://${name}:${config.ldapsPort}`,
    gc: `ldap://${name}:${config.gcPort}`,
  }
}

/** One part is a host with one lab that it can neither make, delete nor reset: that takes all parts together. */
function hostOf(lab: LabWorld, info: LabInfo, { part, router = Router() }: OpenedPart) {
  const refuse = () => Promise.reject(new LabRefusal('LabPartAlone', { part: part.name }))
  const running = { lab, info, parts: () => [part], connect: { current: { router } } }
  return {
    labs: new Map([[lab.id, running]]),
    defaultLab: lab.id,
    library: openLibrary(foldersWith(undefined)),
    createLab: refuse,
    deleteLab: refuse,
    resetLab: refuse,
  }
}
