/** Renders the whole catalogue as `docs/codes.md`, so that the document cannot drift from the codes. */
import { aadstsTable } from './aadsts.ts'
import { say } from './catalogue.ts'
import { connectRefusals } from './connect-refusals.ts'
import { graphTable } from './graph.ts'
import { hrCodes } from './hr.ts'
import { labCodes } from './lab.ts'
import { ldapCodes } from './ldap.ts'
import { passwordChangeCodes } from './password-change.ts'
import { securityEvents } from './security-events.ts'
import { ssprCodes } from './sspr.ts'
import { exportErrors, syncErrors } from './sync-outcomes.ts'
import { windowsEvents } from './windows-events.ts'
import { writebackFailures } from './writeback-failures.ts'

/** Entries differ by family; a column that one lacks stays empty. */
type Entry = object

interface Family {
  readonly title: string
  readonly from: string
  readonly entries: Readonly<Record<string, Entry>>
  /** Columns after the code, by the entry's keys. */
  readonly columns: readonly string[]
}

/** Every code family of the catalogue. */
export const families: readonly Family[] = [
  {
    title: 'Password reset',
    from: 'sspr.ts',
    entries: ssprCodes,
    columns: ['pageCode', 'status', 'says', 'because', 'fix'],
  },
  {
    title: 'Password change',
    from: 'password-change.ts',
    entries: passwordChangeCodes,
    columns: ['number', 'status', 'says', 'because', 'fix'],
  },
  {
    title: 'Token service',
    from: 'aadsts.ts',
    entries: aadstsTable,
    columns: ['name', 'oauth', 'says', 'because'],
  },
  {
    title: 'Microsoft Graph',
    from: 'graph.ts',
    entries: graphTable,
    columns: ['status', 'code', 'says', 'because'],
  },
  { title: 'LDAP', from: 'ldap.ts', entries: ldapCodes, columns: ['result', 'win32', 'says', 'because'] },
  {
    title: 'Writeback on premises',
    from: 'writeback-failures.ts',
    entries: writebackFailures,
    columns: ['event', 'hr', 'says', 'because', 'fix'],
  },
  {
    title: 'Export errors',
    from: 'sync-outcomes.ts',
    entries: exportErrors,
    columns: ['says', 'because', 'fix'],
  },
  {
    title: 'Synchronisation errors',
    from: 'sync-outcomes.ts',
    entries: syncErrors,
    columns: ['says', 'because', 'fix'],
  },
  {
    title: 'Connect wizard and verbs',
    from: 'connect-refusals.ts',
    entries: connectRefusals,
    columns: ['says', 'because', 'fix'],
  },
  { title: 'Engine results (hr)', from: 'hr.ts', entries: hrCodes, columns: ['says', 'because'] },
  {
    title: 'Connect server events',
    from: 'windows-events.ts',
    entries: windowsEvents,
    columns: ['eventId', 'source', 'level', 'means'],
  },
  {
    title: 'Domain controller events',
    from: 'security-events.ts',
    entries: securityEvents,
    columns: ['eventId', 'task', 'says'],
  },
  {
    title: 'The lab itself',
    from: 'lab.ts',
    entries: labCodes,
    columns: ['status', 'says', 'because', 'fix'],
  },
]

const columnOf = (entry: Entry, column: string): unknown =>
  Object.entries(entry).find(([key]) => key === column)?.[1]

const cell = (value: unknown): string =>
  value === undefined ? '' : say(String(value)).replaceAll('|', '\\|').replaceAll('\n', ' ')

function table({ title, from, entries, columns }: Family): string {
  const shown = columns.filter((column) =>
    Object.values(entries).some((entry) => columnOf(entry, column) !== undefined),
  )
  const rows = Object.entries(entries).map(
    ([code, entry]) =>
      `| \`${code}\`${columnOf(entry, 'source') === 'sim' ? ' *' : ''} | ${shown.map((column) => cell(columnOf(entry, column))).join(' | ')} |`,
  )
  return [
    `## ${title}`,
    '',
    `Source: \`core/codes/${from}\`.`,
    '',
    `| code | ${shown.join(' | ')} |`,
    `|${' --- |'.repeat(shown.length + 1)}`,
    ...rows,
  ].join('\n')
}

/** Markdown; an asterisk marks what no source states and the lab chose. */
export const codesDocument = (): string =>
  [
    '# Catalogue of codes',
    '',
    'Generated from `core/codes` by `npm run docs:codes`; do not edit. An asterisk marks an entry that no published source states: the lab chose it.',
    '',
    families.map(table).join('\n\n'),
    '',
  ].join('\n')
