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
  const primary = proxies.find((address) => address.startsWith('SMTP:'))?.slice(5) ?? ''
  const secondary = proxies.find((address) => address.startsWith('smtp:'))?.slice(5) ?? ''
  return [
    asText(source.mailNickname),
    prefixOf(primary),
    prefixOf(asText(source.mail)),
    prefixOf(asText(source.userPrincipalName)),
    prefixOf(secondary),
  ].find((name) => name !== '')
}

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
