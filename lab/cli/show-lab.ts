/** The table that `start` and `info` print: where everything is, and who can go in. */
import colors from 'picocolors'
import type { LabInfo } from '#core/contracts/lab-info.ts'
import type { Output } from './output.ts'

/** What a person types into a browser or a tool. */
const addressRows = (info: LabInfo): string[][] => [
  ['Screens', colors.cyan(new URL(info.portal).origin)],
  ['Token service', colors.cyan(info.authority)],
  ['Microsoft Graph', colors.cyan(info.graph)],
  ['LDAP', colors.cyan(info.ldap)],
  ['LDAPS', colors.cyan(info.ldaps)],
  ['Global catalog', colors.cyan(info.gc)],
  ['Tenant', `${info.domain}  ${colors.dim(`${info.initialDomain}, ${info.tenantId}`)}`],
  ['Domain', `${info.netbiosName}  ${colors.dim(info.baseDn)}`],
]

const accountRows = (info: LabInfo): string[][] =>
  info.accounts.map(({ role, displayName, upn, dn, password }) => [
    displayName,
    upn ?? dn ?? '',
    password,
    colors.dim(role),
  ])

const appRows = (info: LabInfo): string[][] =>
  info.apps.map(({ name, clientId, clientSecret }) => [
    name,
    clientId,
    clientSecret ?? colors.dim('no secret'),
  ])

export function showLab(out: Output, info: LabInfo): void {
  out.table(addressRows(info))
  out.say()
  out.table(accountRows(info), ['Who', 'Signs in as', 'Password', 'Role'])
  if (info.apps.length === 0) return
  out.say()
  out.table(appRows(info), ['App', 'Client id', 'Secret'])
}
