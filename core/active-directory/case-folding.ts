/** How the directory compares text: without letter case, accents and width (MS-ADTS 3.1.1.2.2.4: NORM_IGNORECASE | IGNORENONSPACE | IGNOREWIDTH). */
const beyondAscii = /[^\0-\x7f]/

/** The comparison key of a text: two texts are equal to the directory when their keys are. */
export function fold(text: string): string {
  if (!beyondAscii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
}
