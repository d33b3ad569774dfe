/** How the directory compares text: without letter case and accents (MS-ADTS 3.1.1.2.2.4: NORM_IGNORECASE | NORM_IGNORENONSPACE). */
const beyondAscii = /[^\0-\x7f]/

/** The comparison key of a text: two texts are equal to the directory when their keys are. */
export function fold(text: string): string {
  if (!beyondAscii.test(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
}
