/**
 * The screens alone, as the fourth of four containers: the built pages, and a way to the three parts behind them. Health asks
 * all three. Each part keeps a journal of its own; Flow and the logs are shown all of them as one.
 */
import type { RequestHandler } from 'express'
import type { Config } from '#core/contracts/config.ts'
import { type HealthAnswer, healthAnswer } from '#core/contracts/control-api.ts'
import { createApp, fastServer, type Listener, listen } from '../http.ts'
import { LabRefusal, reasonOf } from '../refusal.ts'
import { serveScreens } from '../serve-screens.ts'
import { journalRoutes } from './journal-routes.ts'
import { type PartName, partForPath } from './part-for-path.ts'
import { passOn } from './pass-on.ts'

type Origins = Readonly<Record<PartName, string>>

/** Throws LabRefusal `LabSettingInvalid` when a part's address is missing. */
function originsOf(config: Config): Origins {
  const need = (key: 'cloudHttp' | 'directoryHttp' | 'connectHttp'): string => {
    const origin = config[key]
    if (origin !== undefined) return origin
    const problem = 'screens that run alone need to know where every part is'
    throw new LabRefusal('LabSettingInvalid', { key, from: 'nowhere', problem })
  }
  return { cloud: need('cloudHttp'), directory: need('directoryHttp'), connect: need('connectHttp') }
}

async function healthOf(name: PartName, origin: string): Promise<HealthAnswer['labs']> {
  try {
    const answer = await fetch(`${origin}/lab/v1/health`, { signal: AbortSignal.timeout(10_000) })
    return healthAnswer.parse(await answer.json()).labs
  } catch (error) {
    return [{ lab: name, ok: false, parts: [{ name, ok: false, detail: reasonOf(error) }] }]
  }
}

const health =
  (origins: Origins): RequestHandler =>
  async (_request, response) => {
    const names = ['cloud', 'directory', 'connect'] as const
    const labs = (await Promise.all(names.map((name) => healthOf(name, origins[name])))).flat()
    const ok = labs.every((lab) => lab.ok)
    response.status(ok ? 200 : 503).json({ ok, labs })
  }

const toParts =
  (origins: Origins): RequestHandler =>
  async (request, response, next) => {
    const name = partForPath(request.path)
    try {
      if (!(await passOn(origins[name], request, response))) next()
    } catch (error) {
      const message = `The ${name} cannot be reached: ${reasonOf(error)}.`
      response.status(502).json({ error: { code: 'LabUnreachable', message } })
    }
  }

export async function startScreens(config: Config): Promise<Listener> {
  const origins = originsOf(config)
  const app = createApp()
  app.get('/lab/v1/health', health(origins))
  const journal = journalRoutes({
    lab: `/lab/v1/labs/${config.lab}`,
    parts: Object.values(origins),
    access: { ...config, origins: { http: origins.cloud, https: config.cloudOrigin ?? origins.cloud } },
  })
  app.use(journal.router)
  const screens = serveScreens()
  // Files of the pages come from here; all else is asked of its part first.
  app.use('/assets', (request, response, next) => {
    request.url = `/assets${request.url}`
    screens(request, response, next)
  })
  app.use(toParts(origins))
  app.use(screens)
  const listener = await listen(fastServer(app), {
    host: config.host,
    port: config.httpPort,
    listener: 'the screens',
    setting: '--http-port',
  })
  return {
    ...listener,
    close: async () => {
      await journal.close()
      await listener.close()
    },
  }
}
