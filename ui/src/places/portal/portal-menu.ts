/** The portal's left menu. */
import type { IconName } from '../../display/icon-shapes.ts'

export interface MenuEntry {
  readonly title: string
  readonly path: string
  readonly icon: IconName
}

export const portalMenu: readonly MenuEntry[] = [
  { title: 'Users', path: '/portal/users', icon: 'person' },
  { title: 'Groups', path: '/portal/groups', icon: 'people' },
  { title: 'Licences', path: '/portal/licences', icon: 'licence' },
  { title: 'Roles', path: '/portal/roles', icon: 'shield' },
  { title: 'Password reset', path: '/portal/password-reset', icon: 'key' },
  { title: 'Connect status', path: '/portal/connect', icon: 'refresh' },
  { title: 'Domain names', path: '/portal/domains', icon: 'globe' },
  { title: 'App registrations', path: '/portal/applications', icon: 'window' },
  { title: 'Audit logs', path: '/portal/audit-logs', icon: 'list' },
  { title: 'Sign-in logs', path: '/portal/sign-in-logs', icon: 'list' },
  { title: 'Usage & insights', path: '/portal/usage-insights', icon: 'bars' },
]
