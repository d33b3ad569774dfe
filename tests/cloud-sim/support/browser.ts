/** A person at the sign-in pages without a browser: fills forms, presses buttons by their ids, keeps cookies. */
import type { OpenCloud } from './open-cloud.ts'

export interface Shown {
  readonly status: number
  readonly url: string
  readonly html: string
  /** Where a redirect leads, when it leaves the cloud. */
  readonly location: string | undefined
}

const plainText = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
const attribute = (tag: string, name: string) => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)
  return found === null ? undefined : plainText(found[1] ?? '')
}

export function openBrowser(cloud: Pick<OpenCloud, 'origin'>) {
  const cookies = new Map<string, string>()
  let page: Shown = { status: 0, url: cloud.origin, html: '', location: undefined }
  const go = async (url: string, body?: URLSearchParams): Promise<Shown> => {
    const full = new URL(url, page.url).href
    const answer = await fetch(full, {
      redirect: 'manual',
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === undefined ? {} : { body }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      if (/Max-Age=0/.test(cookie)) cookies.delete(name)
      else cookies.set(name, pair.slice(pair.indexOf('=') + 1))
    }
    const location = answer.headers.get('location') ?? undefined
    page = { status: answer.status, url: full, html: await answer.text(), location }
    return location?.startsWith(`${cloud.origin}/`) === true ? go(location) : page
  }
  /** The page's form, and what it sends with these fields filled in. */
  const filled = (fields: Record<string, string>) => {
    const form = /<form[^>]*>[\s\S]*?<\/form>/.exec(page.html)?.[0]
    if (form === undefined) throw new Error(`no form: ${page.html.replace(/<[^>]*>/g, ' ').slice(0, 200)}`)
    const body = new URLSearchParams()
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const name = attribute(input, 'name')
      if (name !== undefined && attribute(input, 'type') !== 'checkbox')
        body.set(name, attribute(input, 'value') ?? '')
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return { form, body }
  }
  return {
    cookies,
    page: () => page,
    go,
    /** Presses the button that has this name and value. */
    choose: async (name: string, value: string): Promise<Shown> => {
      const { form, body } = filled({ [name]: value })
      if (!form.includes(`name="${name}" value="${value}"`)) throw new Error(`no button ${name}=${value}`)
      return go(attribute(form, 'action') ?? page.url, body)
    },
    /** What the page's own script hears when it asks. */
    poll: async (): Promise<string> => {
      const { form, body } = filled({})
      const url = new URL(attribute(form, 'data-poll') ?? '', page.url)
      return (await fetch(url, { method: 'POST', body })).text()
    },
    /** Fills the fields and presses a button: `idSIButton9` unless said. */
    press: async (fields: Record<string, string> = {}, button = 'idSIButton9'): Promise<Shown> => {
      const { form, body } = filled(fields)
      const tag = [...form.matchAll(/<input[^>]*>/g)]
        .map(([input]) => input)
        .find((input) => attribute(input, 'id') === button)
      if (tag === undefined) throw new Error(`no button ${button} on the page`)
      return go(attribute(tag, 'formaction') ?? attribute(form, 'action') ?? page.url, body)
    },
  }
}
