import { expect, it } from 'vitest'
import { formatDn, parseDn } from '#core/active-directory/dn.ts'
import { guidFromBytes, guidToBytes, parseGuid } from '#core/active-directory/guid.ts'
import { ntHash } from '#core/active-directory/nt-hash.ts'
import { formatSddl, parseSddl } from '#core/active-directory/sddl.ts'
import {
  formatSecurityDescriptor,
  parseSecurityDescriptor,
} from '#core/active-directory/security-descriptor.ts'
import { parseSid, sidFromBytes, sidToBytes } from '#core/active-directory/sid.ts'
import {
  fromFileTime,
  fromGeneralizedTime,
  toFileTime,
  toGeneralizedTime,
  withinLogonHours,
} from '#core/active-directory/times.ts'
import { md4 } from '#core/md4.ts'

it('computes MD4 as RFC 1320 shows it, and the NT hash of it', () => {
  const of = (text: string) => Buffer.from(md4(new TextEncoder().encode(text))).toString('hex')
  expect(of('')).toBe('31d6cfe0d16ae931b73c59d7e0c089c0')
  expect(of('abc')).toBe('a448017aaf21d8525fc10ae87aa6729d')
  expect(of('message digest')).toBe('d9130a8164549fe818874806e1c7014b')
  expect(of('12345678901234567890123456789012345678901234567890123456789012345678901234567890')).toBe(
    'e33b4ddc9c38f2199c3e7b164fcc0536',
  )
  expect(ntHash('password')).toBe('8846f7eaee8fb117ad06bdd830b7586c')
})

it('reads and writes distinguished names with every kind of escape', () => {
  for (const text of [
    'CN=Doe\\, Jane (x)*,OU=People,DC=contoso,DC=local',
    'CN=Ångström,DC=x',
    'CN=\\#1\\ ,DC=x',
    'CN=a\\0ADEL:1,DC=x',
  ]) {
    expect(formatDn(parseDn(text) ?? [])).toBe(text)
  }
  expect(parseDn('CN="Doe, Jane";OU=People')?.map((rdn) => rdn.value)).toEqual(['Doe, Jane', 'People'])
  for (const bad of ['nonsense', 'CN=x,,DC=y', 'CN=,DC=x', 'CN=a+B=c,DC=x', 'CN=\\zz', ' '])
    expect(parseDn(bad)).toBeUndefined()
})

it('turns GUIDs and SIDs into their bytes and back', () => {
  const guid = '00299570-246d-11d0-a768-00aa006e0529'
  expect(Buffer.from(guidToBytes(guid)).toString('hex')).toBe('709529006d24d011a76800aa006e0529')
  expect(guidFromBytes(guidToBytes(guid))).toBe(guid)
  expect(parseGuid('709529006d24d011a76800aa006e0529')).toBe(guid)
  const sid = 'S-1-5-21-3406447087-2027624305-1734948473-500'
  expect(sidFromBytes(sidToBytes(sid))).toBe(sid)
  expect(parseSid('S-1-x')).toBeUndefined()
})

it('reads a security descriptor from SDDL, and gives the same back through its binary form', () => {
  const domain = 'S-1-5-21-1-2-3'
  const text =
    'O:DAG:DUD:PAI(D;;DTSD;;;WD)(OA;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;S-1-5-21-1-2-3-1105)(A;;GA;;;SY)'
  const sd = parseSddl(text, domain)
  expect(sd).toBeDefined()
  const again = parseSecurityDescriptor(formatSecurityDescriptor(sd ?? { control: 0 }))
  expect(formatSddl(again ?? { control: 0 }, domain)).toBe(text.replace('DTSD', 'DTSD'))
  expect(parseSecurityDescriptor(new Uint8Array(19))).toBeUndefined()
})

it('keeps time as FILETIME and generalized time have it', () => {
  const at = Date.UTC(2026, 0, 12, 9, 30, 5)
  expect(fromFileTime(toFileTime(at))).toBe(at)
  expect(toFileTime(0)).toBe('116444736000000000')
  expect(toGeneralizedTime(at)).toBe('20260112093005.0Z')
  expect(fromGeneralizedTime('20260112093005.0Z')).toBe(at)
  expect(fromGeneralizedTime('370101000000Z')).toBe(Date.UTC(2037, 0, 1))
  expect(fromGeneralizedTime('20261332000000Z')).toBeUndefined()
  expect(withinLogonHours(new Uint8Array(21), at)).toBe(false)
  expect(withinLogonHours(new Uint8Array(21).fill(255), at)).toBe(true)
})
