/**
 * Under which public name each request of this server leaves: what an allow-list of a proxy or firewall has to let through.
 * All of them are the lab's one cloud. Source: writeback.md §5.5, §7.5; names below `*.passwordreset…` and of the relay's
 * second half are ours.
 */
import { passwordResetServicePath } from '#core/contracts/password-reset-service.ts'
import { provisioningPath } from '#core/contracts/provisioning.ts'

export const relayHost = 'ssprdedicatedsbprodscu.servicebus.windows.net'

const signInHost = 'login.microsoftonline.com'
const passwordResetHost = 'ssprsbprodncu.passwordreset.microsoftonline.com'

const byPath: readonly (readonly [string, string])[] = [
  [provisioningPath, 'adminwebservice.microsoftonline.com'],
  [passwordResetServicePath, passwordResetHost],
  ['/v1.0/', 'graph.windows.net'],
  ['/beta/', 'graph.windows.net'],
]

/** The public name for a path of the cloud; tokens are everything else. */
export const hostOfPath = (path: string): string =>
  byPath.find(([prefix]) => path.startsWith(prefix))?.[1] ?? signInHost

/** What the documentation asks for, with what breaks without it. */
export const documentedEndpoints = [
  {
    host: signInHost,
    pattern: '*.microsoftonline.com',
    neededFor: 'Sign-in of the wizard and of the connector account',
  },
  {
    host: 'adminwebservice.microsoftonline.com',
    pattern: '*.microsoftonline.com',
    neededFor: 'Import and export',
  },
  { host: 'graph.windows.net', pattern: '*.graph.windows.net', neededFor: 'Configuration of the tenant' },
  {
    host: passwordResetHost,
    pattern: '*.passwordreset.microsoftonline.com',
    neededFor: 'Onboarding and heartbeat of password writeback',
  },
  { host: relayHost, pattern: '*.servicebus.windows.net', neededFor: 'The relay of password writeback' },
  {
    host: 'autologon.microsoftazuread-sso.com',
    pattern: '*.microsoftazuread-sso.com',
    neededFor: 'Seamless single sign-on; not password writeback',
  },
] as const

/** Public names that lead to the lab's cloud, whatever the host below them. */
const cloudSuffixes = [
  'microsoftonline.com',
  'microsoftonline-p.com',
  'graph.windows.net',
  'graph.microsoft.com',
  'servicebus.windows.net',
  'azure.com',
  'microsoftazuread-sso.com',
  'msappproxy.net',
  'management.core.windows.net',
]

const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

export const isCloudHost = (host: string): boolean =>
  cloudSuffixes.some((suffix) => isBelow(host.toLowerCase(), suffix))

/** `*.azure.com` (as also `azure.com`) covers the domain and all hosts below it, as most proxies read it. */
export const isAllowed = (host: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => isBelow(host.toLowerCase(), pattern.toLowerCase().replace(/^\*?\./, '')))
