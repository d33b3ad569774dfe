/** Distinguished names as the console shows and makes them. */
import { escapeRdnValue, formatDn, parseDn } from '#core/active-directory/dn.ts'

export const leafOf = (dn: string): string => parseDn(dn)?.[0]?.value ?? dn
export const parentOf = (dn: string): string => formatDn((parseDn(dn) ?? []).slice(1))
export const rdnTypeOf = (dn: string): string => parseDn(dn)?.[0]?.type ?? 'CN'
export const rdn = (type: string, value: string): string => `${type}=${escapeRdnValue(value)}`

/** From the domain's head down to the object. */
export function pathTo(dn: string, baseDn: string): string[] {
  const depth = (parseDn(dn)?.length ?? 0) - (parseDn(baseDn)?.length ?? 0)
  const path = [dn]
  for (let step = 0; step < depth; step++) path.unshift(parentOf(path[0] ?? ''))
  return path
}

/** RFC 4515: what has a meaning of its own in a filter. */
export const filterText = (text: string): string =>
  text.replace(/[\\()*\0]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
