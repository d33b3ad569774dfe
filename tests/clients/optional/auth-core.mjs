import { info, load, origin, register, signIn, tell } from './from-lab.mjs'

const site = 'http://localhost:3000'
const callback = `${site}/auth/callback/microsoft-entra-id`
const { Auth } = await load('@auth/core')
const { default: entra } = await load('@auth/core/providers/microsoft-entra-id')
const client = await register('auth core', callback)
const options = {
  basePath: '/auth',
  trustHost: true,
  secret: 'a secret of the site’s own, long enough',
  providers: [entra({ ...client, issuer: `${origin}/${info.tenantId}/v2.0` })],
  logger: { error: (error) => process.stderr.write(`${error.stack}\n${error.cause?.err?.stack}\n`) },
}
// The provider asks Graph for a picture at Microsoft's own address; the lab works offline.
const { fetch: real } = globalThis
globalThis.fetch = (input, init) =>
  String(input?.url ?? input).startsWith('https://graph.microsoft.com/')
    ? Promise.resolve(new Response(null, { status: 404 }))
    : real(input, init)

const cookies = new Map()
async function visit(path, init = {}) {
  const headers = new Headers(init.headers)
  headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
  const answer = await Auth(
    new Request(path.startsWith('http') ? path : site + path, { ...init, headers }),
    options,
  )
  for (const set of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? []
    cookies.set(name, value)
  }
  return answer
}

const { csrfToken } = await (await visit('/auth/csrf')).json()
const started = await visit('/auth/signin/microsoft-entra-id', {
  method: 'POST',
  body: new URLSearchParams({ csrfToken, callbackUrl: site }),
})
await visit(await signIn(started.headers.get('location'), callback))
const { user } = await (await visit('/auth/session')).json()
tell({ name: user.name, email: user.email })
