/**
 * The one catalogue of codes: everything about a refusal in one entry. No code literal lives anywhere else.
 * Each family's table stands in its own file (`sspr.ts`, `aadsts.ts`, `graph.ts`, `ldap.ts`, `hr.ts`,
 * `windows-events.ts`, `connect.ts`); this file gives them one shape and one look-up.
 */

/** The product's two English wordings: today's, and that of printed guides from 2019. */
export const wordings = ['entra', 'azure-ad'] as const
export type Wording = (typeof wordings)[number]

/** `fact`: documented; `sim`: ours to choose, because no source says it. Listed in docs/fidelity.md. */
export type Source = 'fact' | 'sim'

export interface CodeEntry {
  /** What a client may know. `{directory}`, `{connect}`, `{portal}` become the product names of the wording; other `{names}` are filled by the caller. */
  readonly says: string
  /** The reason, for learners. */
  readonly because: string
  /** What to do, for learners; may name a place of the lab. */
  readonly fix?: string
  /** A link into the lab's screens, e.g. `/connect/wizard/optional-features`. */
  readonly fixAt?: string
  readonly source?: Source
}

const products: Record<Wording, Record<string, string>> = {
  entra: {
    directory: 'Microsoft Entra ID',
    connect: 'Microsoft Entra Connect',
    portal: 'Microsoft Entra admin center',
  },
  'azure-ad': { directory: 'Azure AD', connect: 'Azure AD Connect', portal: 'Azure portal' },
}

export const productNames: readonly string[] = Object.keys(products.entra)

/** Fills `{names}` from the wording's product names and from `values`; an unknown name stays as it is. */
export function say(
  text: string,
  values: Readonly<Record<string, string>> = {},
  wording: Wording = 'entra',
): string {
  return partsOf(text)
    .map((part, at) => (at % 2 === 0 ? part : (values[part] ?? products[wording][part] ?? `{${part}}`)))
    .join('')
}

/** Texts between the names, and the names at odd places; the catalogue's sentences are said over and over. */
const knownParts = new Map<string, readonly string[]>()
const maximumKnown = 5_000

function partsOf(text: string): readonly string[] {
  const known = knownParts.get(text)
  if (known !== undefined) return known
  const parts = text.split(/\{(\w+)\}/)
  if (knownParts.size < maximumKnown) knownParts.set(text, parts)
  return parts
}
