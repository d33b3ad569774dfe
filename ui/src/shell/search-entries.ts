/** What the search knows without asking anyone: every place and its pages. */
import type { IconName } from '../display/icon-shapes.ts'
import { placeAt } from './places.ts'

export interface SearchEntry {
  readonly title: string
  readonly where: string
  readonly icon: IconName
  /** Where it leads; an action has none. */
  readonly path?: string
  readonly act?: () => unknown
}

const at = (where: string, ...pages: readonly (readonly [string, string])[]): SearchEntry[] =>
  pages.map(([title, path]) => ({ title, where, path, icon: placeAt(path)?.icon ?? 'window' }))

export const searchEntries: readonly SearchEntry[] = [
  ...at(
    '{portal}',
    ['Users', '/portal/users'],
    ['Groups', '/portal/groups'],
    ['Licences', '/portal/licences'],
    ['Roles', '/portal/roles'],
    ['Domain names', '/portal/domains'],
    ['App registrations', '/portal/applications'],
    ['Usage & insights', '/portal/usage-insights'],
    ['Password reset: Properties', '/portal/password-reset/properties'],
    ['Password reset: Authentication methods', '/portal/password-reset/authentication-methods'],
    ['Password reset: Registration', '/portal/password-reset/registration'],
    ['Password reset: Notifications', '/portal/password-reset/notifications'],
    ['Password reset: Customization', '/portal/password-reset/customization'],
    [
      'Password reset: On-premises integration (password writeback)',
      '/portal/password-reset/on-premises-integration',
    ],
    ['Connect status', '/portal/connect'],
    ['Audit logs', '/portal/audit-logs'],
    ['Sign-in logs', '/portal/sign-in-logs'],
  ),
  ...at(
    'CONNECT01',
    ['{connect} wizard', '/connect/wizard'],
    ['Synchronization Service: runs', '/connect/synchronization-service'],
    ['Event Viewer: Application', '/connect/events'],
    ['Synchronization Service: connectors', '/connect/synchronization-service/connectors'],
    ['Synchronization Service: metaverse search', '/connect/synchronization-service/metaverse'],
    ['Synchronization Service: preview', '/connect/synchronization-service/preview'],
    ['Synchronization Service: rules', '/connect/synchronization-service/rules'],
    ['Services', '/connect/services'],
    ['Proxy settings', '/connect/network'],
    ['Windows PowerShell', '/connect/powershell'],
  ),
  ...at(
    'DC01',
    ['Security log', '/dc/security-log'],
    ['Users and Computers', '/dc/users-and-computers'],
    ['Password policy', '/dc/password-policy'],
    ['LDAP for your own tools', '/dc/ldap'],
  ),
  ...at(
    "User's browser",
    ['My apps', '/browser?url=/pages/myapps'],
    ['Microsoft 365 admin center', '/browser?url=/pages/admin-center'],
    ['Forgotten password', '/browser?url=/pages/reset'],
    ['Change password', '/browser?url=/pages/change-password'],
    ['Security info registration', '/browser?url=/pages/register'],
  ),
  ...at('CLIENT01', ['Workstation logon', '/workstation']),
  ...at('Phone', ['Messages', '/phone']),
  ...at('Mailbox', ['Mail', '/mailbox']),
  ...at(
    "The lab's tools",
    ['Flow', '/flow'],
    ['Guide', '/guide'],
    ['Docs', '/docs'],
    ['Catalogue of codes', '/docs/codes'],
    ['Instructor: the class', '/instructor/class'],
    ['Instructor: clock, moments, reset', '/instructor/lab'],
    ['Instructor: accounts and their passwords', '/instructor/accounts'],
  ),
]

export function findEntries(entries: readonly SearchEntry[], asked: string): SearchEntry[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ title, where }) =>
    words.every((word) => `${title} ${where}`.toLowerCase().includes(word)),
  )
}
