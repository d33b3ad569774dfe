/** RFC 4180, with a byte order mark so that spreadsheets read UTF-8. */
interface CsvColumn<Row> {
  readonly title: string
  readonly show: (row: Row) => string
}

/** A cell that a spreadsheet would take for a formula is marked as text: directory data is anybody's. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

export const toCsv = <Row>(rows: readonly Row[], columns: readonly CsvColumn<Row>[]): string =>
  `\uFEFF${[
    columns.map(({ title }) => cell(title)),
    ...rows.map((row) => columns.map(({ show }) => cell(show(row)))),
  ]
    .map((line) => line.join(','))
    .join('\r\n')}\r\n`
