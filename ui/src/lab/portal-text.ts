/** What the portal says to an administrator when a reset ends with a code (writeback.md §6.1). */
import { say } from '#core/codes/catalogue.ts'
import { adminSays } from '#core/codes/writeback.ts'
import { codeEntry } from './code-lookup.ts'
import { t } from './language.ts'

export const portalText = (code: string): string =>
  say(adminSays(code) ?? codeEntry(code)?.says ?? t('The password was not reset: {code}.', { code }))
