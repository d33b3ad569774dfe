/** A person at the sign-in pages without a browser: follows redirects, fills the forms that appear, keeps cookies. */
const rounds = 12

/** Opens an authorize URL, signs in, and returns the parameters that reached the redirect URI. */
export async function signInAtPages(
  ca: string,
  start: string,
  user: string,
  password: string,
  redirectUri: string,
): Promise<URLSearchParams> {
  return walkThroughPages(ca, start, { loginfmt: user, passwd: password }, redirectUri)
}

/** Fills what it is told into each form that appears, until the browser is sent to `target`. */
export async function walkThroughPages(
  ca: string,
  start: string,
  answers: Readonly<Record<string, string>>,
  target: string,
): Promise<URLSearchParams> {
  // Loaded with the first page: a start that opens none does without.
  const { Agent, fetch } = await import('undici')
  const dispatcher = new Agent({ connect: { ca } })
  const cookies = new Map<string, string>()
  let url = start
  let body: URLSearchParams | undefined
  for (let round = 0; round < rounds; round++) {
    const answer = await fetch(url, {
      dispatcher,
      redirect: 'manual',
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === undefined ? {} : { body }),
    })
    for (const cookie of answer.headers.getSetCookie()) keep(cookies, cookie)
    const location = answer.headers.get('location')
    if (location !== null) {
      url = new URL(location, url).href
      body = undefined
      if (url.startsWith(target)) return parametersOf(url)
      continue
    }
    const form = readForm(await answer.text(), url)
    body = fill(form.fields, answers)
    url = form.action
    if (url.startsWith(target)) return body
  }
  throw new Error(`the sign-in pages never came to ${target}; last ${url}`)
}

function keep(cookies: Map<string, string>, header: string): void {
  const [pair = ''] = header.split(';')
  const at = pair.indexOf('=')
  cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1))
}

const parametersOf = (url: string) => {
  const { search, hash } = new URL(url)
  return new URLSearchParams(search || hash.slice(1))
}

interface Form {
  readonly action: string
  readonly fields: URLSearchParams
}

function readForm(html: string, base: string): Form {
  const form = /<form[^>]*>([\s\S]*?)<\/form>/i.exec(html)
  if (!form)
    throw new Error(
      `no form on the page: ${html
        .replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .slice(0, 300)}`,
    )
  const fields = new URLSearchParams()
  for (const [input] of (form[1] ?? '').matchAll(/<(?:input|button)[^>]*>/gi)) {
    const name = attribute(input, 'name')
    if (name !== undefined && attribute(input, 'type') !== 'checkbox')
      fields.append(name, attribute(input, 'value') ?? '')
  }
  return { action: new URL(attribute(form[0], 'action') ?? '', base).href, fields }
}

const plainText = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)
  return found ? plainText(found[1] ?? '') : undefined
}

function fill(fields: URLSearchParams, answers: Readonly<Record<string, string>>): URLSearchParams {
  for (const [name, value] of Object.entries(answers)) if (fields.has(name)) fields.set(name, value)
  return fields
}
