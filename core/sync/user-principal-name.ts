/**
 * The sign-in name that a synchronised user gets. A verified suffix keeps the on-premises name; an unverified suffix or
 * characters that the tenant does not take give `MailNickName@<initial domain>`. Source: writeback.md §2.5, §8.6.
 */
import type { SourceAttributes } from './sync-rule.ts'

export interface TenantDomains {
  readonly initialDomain: string
  /** Lower case. */
  readonly verified: ReadonlySet<string>
}

const allowed = /^[A-Za-z0-9'.\-_!#^~]+$/

function isAcceptedName(prefix: string, suffix: string): boolean {
  return allowed.test(prefix) && !prefix.endsWith('.') && prefix.length <= 64 && suffix.length <= 48
}

const prefixOf = (address: string): string => address.slice(0, Math.max(0, address.lastIndexOf('@')))
const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
const addresses = (value: unknown): readonly string[] =>
  Array.isArray(value)
    ? value.filter((one) => typeof one === 'string')
    : asText(value) === ''
      ? []
      : [asText(value)]

/** MailNickName in the documented order: mailNickname, primary SMTP, mail, UPN, secondary SMTP. */
export function mailNicknameOf(source: SourceAttributes): string | undefined {
  const proxies = addresses(source.proxyAddresses)
  const nickname =
    asText(source.mailNickname) ||
    prefixOf(proxied(proxies, 'SMTP:')) ||
    prefixOf(asText(source.mail)) ||
    prefixOf(asText(source.userPrincipalName)) ||
    prefixOf(proxied(proxies, 'smtp:'))
  return nickname === '' ? undefined : nickname
}

const proxied = (proxies: readonly string[], kind: string): string =>
  proxies.find((address) => address.startsWith(kind))?.slice(kind.length) ?? ''

/** Without a UPN on premises Active Directory’s implicit one (account@forest) counts: its suffix is hardly ever verified. */
export function cloudUserPrincipalName(source: SourceAttributes, tenant: TenantDomains): string | undefined {
  const upn = asText(source.userPrincipalName)
  const at = upn.lastIndexOf('@')
  const prefix = upn.slice(0, Math.max(0, at))
  const suffix = upn.slice(at + 1)
  if (at > 0 && tenant.verified.has(suffix.toLowerCase()) && isAcceptedName(prefix, suffix)) return upn
  const nickname = mailNicknameOf(source) ?? asText(source.accountName)
  const cleaned = nickname.replaceAll(/[^A-Za-z0-9'.\-_!#^~]/g, '').replace(/\.+$/, '')
  return cleaned === '' ? undefined : `${cleaned}@${tenant.initialDomain}`
}
