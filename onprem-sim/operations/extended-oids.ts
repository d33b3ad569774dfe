/** Extended operations (MS-ADTS 3.1.1.3.4.2, RFC 4511, RFC 4532) and the lab's own. */
export const extendedOids = {
  startTls: '1.3.6.1.4.1.1466.20037',
  dynamicRefresh: '1.3.6.1.4.1.1466.101.119.1',
  fastBind: '1.2.840.113556.1.4.1781',
  whoAmI: '1.3.6.1.4.1.4203.1.11.3',
  batch: '1.2.840.113556.1.4.2212',
} as const

export const supportedExtensions: readonly string[] = [
  extendedOids.startTls,
  extendedOids.dynamicRefresh,
  extendedOids.fastBind,
  extendedOids.whoAmI,
]
