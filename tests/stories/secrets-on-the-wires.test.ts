import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JournalEvent } from '#core/contracts/journal.ts'
import { openDoors } from '#lab/scenarios/doors.ts'
import { walkThroughPages } from '#lab/scenarios/sign-in-pages.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { hearSecrets, type WireSecrets } from '#tests/support/wire-secrets.ts'
import { expectToPlay } from './play-scenario.ts'

/**
 * Stories whose secrets travel by every protocol are played; then all that the lab has kept of them, its journal and the raw
 * requests and answers, is searched for every secret that was heard on the wires.
 */
let heard: WireSecrets
beforeAll(() => {
  heard = hearSecrets()
})
afterAll(() => heard.close())

/** What Flow can be asked for: under each correlation id of the journal. */
async function keptBy(lab: StartedLab, more: readonly string[] = []): Promise<readonly string[]> {
  const events = lab.events()
  const ids = new Set([...events.flatMap(({ correlationId }: JournalEvent) => correlationId ?? []), ...more])
  const exchanges = await Promise.all(
    [...ids].map(async (id) => {
      const answer = await fetch(
        `${lab.control}/lab/v1/labs/${lab.info.lab}/exchanges?correlationId=${encodeURIComponent(id)}`,
      )
      expect(answer.status).toBe(200)
      return answer.text()
    }),
  )
  return [...events.map((event) => JSON.stringify(event)), ...exchanges]
}

const inJson = (secret: string): string => JSON.stringify(secret).slice(1, -1)
/** Digits alone count where they stand alone: any GUID may have them in it. */
const carries = (text: string, secret: string): boolean =>
  text.includes(inJson(secret)) &&
  (!/^\d+$/.test(secret) || new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`).test(text))

async function expectNoSecretIn(lab: StartedLab): Promise<ReadonlyMap<string, string>> {
  const kept = await keptBy(lab)
  expect(kept.join('\n')).toContain('POST /')
  const secrets = new Map(heard.all())
  for (const { password } of lab.info.accounts) secrets.set(password, 'account')
  for (const { code } of lab.inbox.messages())
    if (code !== undefined && code.length >= 6) secrets.set(code, 'message')
  const shown = [...secrets].filter(([secret]) => kept.some((text) => carries(text, secret)))
  expect(shown.map(([secret, name]) => `${name}: ${secret.slice(0, 8)}…`)).toEqual([])
  expect(kept.join('\n')).not.toMatch(/eyJ[\w-]{10,}\.[\w-]+\./)
  return secrets
}

const stories = [
  ['contoso', 'enable-password-writeback'],
  ['contoso-ready', 'forgotten-password'],
  ['contoso-pta', 'pass-through'],
  ['contoso-federated', 'federated'],
] as const

it.each(stories)(
  '%s: %s leaves no secret where Flow reads',
  async (world, id) => {
    const lab = await startLab({ world })
    try {
      await expectToPlay(lab.scenarios, id)
      const secrets = await expectNoSecretIn(lab)
      expect(secrets.size).toBeGreaterThan(5)
    } finally {
      await lab.close()
    }
  },
  120_000,
)

it('nor do the token service, the device page, client secrets, passes and redirects with fragments', async () => {
  const lab = await startLab({ world: 'contoso' })
  const doors = openDoors(lab.info, lab.control)
  try {
    const { info } = lab
    const admin = doors.who('Global Administrator')
    const password = doors.password(admin, 'original')
    const appOf = (name: string) => info.apps.find((app) => app.name === name)
    const walk = (start: string, target: string) =>
      walkThroughPages(info.caCertificate, start, { loginfmt: admin, passwd: password }, target)
    const authorize = (more: Record<string, string>) =>
      `${info.authority}/oauth2/v2.0/authorize?${new URLSearchParams({ response_mode: 'fragment', ...more })}`

    const { refreshToken = '' } = await doors.signIn(admin, password)
    const form = { grant_type: 'refresh_token', client_id: appOf('public')?.clientId ?? '' }
    await doors.web.send(`${info.authority}/oauth2/v2.0/token`, {
      form: { ...form, refresh_token: refreshToken },
    })
    const tokens = { client_id: appOf('daemon')?.clientId ?? '', scope: 'openid', nonce: 'nonce-of-a-test' }
    const callback = 'http://localhost:3000/callback'
    const code = await walk(
      authorize({ ...tokens, response_type: 'code', redirect_uri: callback, state: 'state-of-a-test' }),
      callback,
    )
    expect(code.get('code')).toBeTruthy()

    const device = await doors.web.send(`${info.authority}/oauth2/v2.0/devicecode`, {
      form: { client_id: form.client_id, scope: 'openid' },
    })
    expect(device.text).toContain('user_code')

    const application = await doors.as(admin, '/v1.0/applications', { json: { displayName: 'a tool' } })
    const { id } = application.json as { readonly id: string }
    const secret = await doors.as(admin, `/v1.0/applications/${id}/addPassword`, { json: {} })
    expect(secret.text).toContain('secretText')
    await doors.as(
      admin,
      '/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass',
      {
        method: 'PATCH',
        json: {
          '@odata.type': '#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration',
          state: 'enabled',
        },
      },
    )
    const pass = await doors.as(
      admin,
      '/v1.0/users/kara@contoso.com/authentication/temporaryAccessPassMethods',
      {
        json: { isUsableOnce: true },
      },
    )
    expect(pass.text).toContain('temporaryAccessPass')

    const names = new Set((await expectNoSecretIn(lab)).values())
    for (const name of [
      'access_token',
      'refresh_token',
      'code',
      'user_code',
      'secretText',
      'temporaryAccessPass',
    ])
      expect(names).toContain(name)
  } finally {
    await doors.close()
    await lab.close()
  }
}, 120_000)
