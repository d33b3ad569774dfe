/**
 * The lab answers every site at one origin. Address bars show where the page would be in the world, and take such an address.
 * Source of the sites: writeback.md §2.4, §3.1; the mailbox's name is the lab's own.
 */
import { type Wording, wordings } from '#core/codes/catalogue.ts'

interface Site {
  /** Path at the lab's origin. */
  readonly path: string
  readonly url: string
  /** Other names that lead there. */
  readonly short?: readonly string[]
}

const sites: readonly Site[] = [
  {
    path: '/pages/reset',
    url: 'https://passwordreset.microsoftonline.com/',
    short: ['https://aka.ms/sspr'],
  },
  {
    path: '/pages/register',
    url: 'https://mysignins.microsoft.com/security-info',
    short: ['https://aka.ms/mysecurityinfo', 'https://aka.ms/ssprsetup'],
  },
  {
    path: '/pages/change-password',
    url: 'https://account.activedirectory.windowsazure.com/ChangePassword.aspx',
  },
  { path: '/pages/myapps', url: 'https://myapps.microsoft.com/' },
  { path: '/pages/admin-center', url: 'https://admin.microsoft.com/' },
  { path: '/mailbox', url: 'https://mail.example.org/' },
]
const portals: Readonly<Record<Wording, string>> = {
  entra: 'https://entra.microsoft.com/#',
  'azure-ad': 'https://portal.azure.com/#',
}
const signIn = 'https://login.microsoftonline.com'

/** A ticket is good once, and for nobody who looks over a shoulder. */
function withoutTicket(query: string): string {
  const kept = new URLSearchParams(query)
  kept.delete('ticket')
  return kept.size ? `?${kept}` : ''
}

/** What a browser in the world would show for a page at the lab's origin. */
export function realAddress(path: string, wording: Wording): string {
  const { pathname, search } = new URL(path, 'http://lab')
  const site = sites.find((known) => pathname === known.path || pathname.startsWith(`${known.path}/`))
  if (site) return site.url + pathname.slice(site.path.length + 1) + withoutTicket(search)
  if (pathname.startsWith('/portal')) return portals[wording] + pathname.slice('/portal'.length) + search
  return signIn + pathname + search
}

const sameSite = (url: URL, known: string): boolean => {
  const site = new URL(known)
  return url.host === site.host && url.pathname.replace(/\/$/, '') === site.pathname.replace(/\/$/, '')
}

/** The path at the lab's origin that answers for an address in the world; undefined for the rest of the world. */
export function labPath(url: URL): string | undefined {
  const site = sites.find(({ url: known, short = [] }) =>
    [known, ...short].some((name) => sameSite(url, name)),
  )
  if (site) return site.path + url.search
  if (url.origin === signIn) return url.pathname + url.search
  return wordings.some((wording) => portals[wording].startsWith(url.origin))
    ? `/portal${url.hash.slice(1)}`
    : undefined
}
