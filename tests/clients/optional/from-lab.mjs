/** What every optional client's program begins with: the lab's facts, the client's module, somebody to sign in. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [, , path, modules] = process.argv
export const info = JSON.parse(readFileSync(path, 'utf8'))
export const origin = new URL(info.authority).origin
export const app = (name) => info.apps.find((each) => each.name === name)
export const admin = info.accounts.find(({ role }) => role === 'Global Administrator')

const find = createRequire(join(modules, 'from.js'))
export const load = (name) => import(pathToFileURL(find.resolve(name)).href)
export const required = (name) => find(name)
export const tell = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`)

/** A token of the lab's own: for the application itself, or for the administrator. */
export async function token(form) {
  const answer = await fetch(`${info.authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  return (await answer.json()).access_token
}

export async function graph(method, route, bearer, body) {
  const answer = await fetch(`${origin}/v1.0${route}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return answer.json()
}

export const asDaemon = () =>
  token({
    grant_type: 'client_credentials',
    client_id: app('daemon').clientId,
    client_secret: app('daemon').clientSecret,
    scope: 'https://graph.microsoft.com/.default',
  })

/** A confidential application with this redirect URI. */
export async function register(displayName, redirectUri) {
  const bearer = await asDaemon()
  const made = await graph('POST', '/applications', bearer, {
    displayName,
    web: { redirectUris: [redirectUri] },
  })
  await graph('POST', '/servicePrincipals', bearer, { appId: made.appId })
  const { secretText } = await graph('POST', `/applications/${made.id}/addPassword`, bearer, {})
  return { clientId: made.appId, clientSecret: secretText }
}

const attribute = (tag, name) =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** Fills the forms that appear until the browser is sent to the redirect URI; the address it is sent to. */
export async function signIn(start, redirectUri) {
  const cookies = new Map()
  let url = start
  let body
  for (let round = 0; round < 12; round++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const method = body === undefined ? 'GET' : 'POST'
    const answer = await fetch(url, { method, body, redirect: 'manual', headers: { cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location !== null) {
      url = new URL(location, url).href
      if (url.startsWith(redirectUri)) return url
      body = undefined
      continue
    }
    const page = await answer.text()
    const [form = ''] = /<form[^>]*>[\s\S]*?<\/form>/.exec(page) ?? []
    body = new URLSearchParams()
    for (const [input] of form.matchAll(/<input[^>]*>/g))
      if (attribute(input, 'name') !== undefined && attribute(input, 'type') !== 'checkbox')
        body.set(attribute(input, 'name'), attribute(input, 'value') ?? '')
    if (body.has('loginfmt')) body.set('loginfmt', admin.upn)
    if (body.has('passwd')) body.set('passwd', admin.password)
    url = new URL(attribute(form, 'action') ?? url, url).href
  }
  throw new Error('the pages never came to the redirect URI')
}
