/**
 * Whatever way the server's settings are changed (wizard, cmdlet, control API), what has changed is told once, as
 * `connect.configured` in the journal: `data.settings` holds the new values, `data.since` the last event before it was asked
 * for. Passwords are not among them.
 */
import type { RequestHandler } from 'express'
import type { ConnectSetting } from '#core/contracts/connect-settings.ts'
import type { ServerContext } from './server-context.ts'
import { type Configuration, configurationOf, writebackOf } from './state/configuration.ts'

type Settings = Readonly<Partial<Record<ConnectSetting, unknown>>>

const installed = ({ forests, stagingMode, userSignIn }: Configuration): Settings => ({
  forests: forests.map(({ name }) => name),
  organizationalUnits: forests.flatMap(({ scope }) => scope.included),
  signAndEncrypt: forests.map((forest) => forest.signAndEncrypt !== false),
  stagingMode,
  userSignIn,
})

function settingsOf({ state, network, machineClock, machineTls }: ServerContext): Settings {
  const configuration = configurationOf(state)
  return {
    ...(configuration === undefined ? {} : installed(configuration)),
    keyVersion: writebackOf(state)?.keyVersion,
    network: network.withoutPasswords(),
    clockOffsetMs: machineClock.offsetMs,
    tls12: machineTls.enabled,
  }
}

const changed = (before: Settings, now: Settings): Settings =>
  Object.fromEntries(
    Object.entries(now).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as ConnectSetting]),
    ),
  )

/** For the routes: looks before a request is handled, and again before it is answered. */
export function tellSettings(server: ServerContext): RequestHandler {
  const { journal } = server.lab
  let last = 0
  journal.follow(({ seq }) => {
    last = seq
  })
  return (request, response, next) => {
    if (request.method === 'GET') return next()
    const [before, since] = [settingsOf(server), last]
    const { json } = response
    response.json = (body) => {
      const settings = changed(before, settingsOf(server))
      const names = Object.keys(settings)
      if (names.length > 0)
        journal.record({
          place: 'connect',
          type: 'connect.configured',
          summary: `Changed on ${server.serverName}: ${names.join(', ')}`,
          data: { server: server.serverName, since, settings },
        })
      return json.call(response, body)
    }
    next()
  }
}
