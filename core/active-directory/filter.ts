/** Search filters (RFC 4511 4.5.1.7) as the directory works with them. Values stay bytes: objectGUID and objectSid are compared raw. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | {
      readonly kind: 'equal' | 'greater-or-equal' | 'less-or-equal' | 'approx'
      readonly attribute: string
      readonly value: Uint8Array
    }
  | {
      readonly kind: 'substring'
      readonly attribute: string
      readonly initial?: Uint8Array
      readonly any: readonly Uint8Array[]
      readonly final?: Uint8Array
    }
  | { readonly kind: 'present'; readonly attribute: string }
  | {
      readonly kind: 'extensible'
      readonly attribute?: string
      readonly rule?: string
      readonly value: Uint8Array
      readonly dnAttributes: boolean
    }

/** The matching rules that Active Directory has (MS-ADTS 3.1.1.3.4.4). */
export const matchingRules = {
  bitAnd: '1.2.840.113556.1.4.803',
  bitOr: '1.2.840.113556.1.4.804',
  inChain: '1.2.840.113556.1.4.1941',
  dnWithData: '1.2.840.113556.1.4.2253',
} as const

/** Whether the filter is `(objectClass=*)`, which everything matches. */
export const matchesAll = (filter: Filter): boolean =>
  filter.kind === 'present' && filter.attribute.toLowerCase() === 'objectclass'
