/** The whole catalogue in German: each English text, as it stands there, with what is said instead. */
import { aadstsTable } from '#core/codes/aadsts.ts'
import { connectRefusals } from '#core/codes/connect-refusals.ts'
import { graphTable } from '#core/codes/graph.ts'
import { hrCodes } from '#core/codes/hr.ts'
import { labCodes } from '#core/codes/lab.ts'
import { ldapCodes } from '#core/codes/ldap.ts'
import { passwordChangeCodes } from '#core/codes/password-change.ts'
import { ssprCodes } from '#core/codes/sspr.ts'
import { exportErrors, syncErrors } from '#core/codes/sync-outcomes.ts'
import { writebackFailures } from '#core/codes/writeback-failures.ts'
import { aadstsGerman } from './aadsts.ts'
import { connectGerman } from './connect-refusals.ts'
import { graphGerman } from './graph.ts'
import { hrGerman } from './hr.ts'
import { labGerman } from './lab.ts'
import { ldapGerman } from './ldap.ts'
import { passwordChangeGerman } from './password-change.ts'
import { germanSentences } from './sentences.ts'
import { ssprGerman } from './sspr.ts'
import { exportGerman, syncGerman } from './sync-outcomes.ts'
import type { Translation } from './translation.ts'
import { writebackGerman } from './writeback-failures.ts'

interface Said {
  readonly says: string
  readonly because: string
  readonly fix?: string
}

export interface TranslatedFamily {
  readonly entries: Readonly<Record<string, Said>>
  readonly german: Readonly<Record<string, Translation>>
}

export const translatedFamilies: readonly TranslatedFamily[] = [
  { entries: ssprCodes, german: ssprGerman },
  { entries: passwordChangeCodes, german: passwordChangeGerman },
  { entries: aadstsTable, german: aadstsGerman },
  { entries: graphTable, german: graphGerman },
  { entries: ldapCodes, german: ldapGerman },
  { entries: writebackFailures, german: writebackGerman },
  { entries: exportErrors, german: exportGerman },
  { entries: syncErrors, german: syncGerman },
  { entries: connectRefusals, german: connectGerman },
  { entries: hrCodes, german: hrGerman },
  { entries: labCodes, german: labGerman },
]

type Pair = readonly [english: string, german: string]

function pairsOf({ entries, german }: TranslatedFamily): Pair[] {
  return Object.entries(entries).flatMap(([code, { says, because, fix }]) => {
    const [saysSo, becauseSo = saysSo, fixSo = ''] = german[code] ?? [says, because, fix]
    const pairs: Pair[] = [
      [says, saysSo],
      [because, becauseSo],
    ]
    return fix === undefined ? pairs : [...pairs, [fix, fixSo]]
  })
}

/** OAuth answers put the number before the sentence. */
const numbered = (): Pair[] =>
  Object.entries(aadstsTable).map(([code, { says }]) => {
    const german: Readonly<Record<string, Translation>> = aadstsGerman
    return [`${code}: ${says}`, `${code}: ${german[code]?.[0] ?? says}`]
  })

export const germanPairs = (): Pair[] => [
  ...numbered(),
  ...translatedFamilies.flatMap(pairsOf),
  ...Object.entries(germanSentences),
]
