/**
 * Captchas: a picture of characters, good once. The picture is SVG whose letters are text elements in reading order, so
 * that scripts of the lab can read it as people do. Beyond a limit the oldest open one goes.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { ssprLimits } from '#core/sspr/limits.ts'

export interface Captchas {
  create(): { readonly captchaId: string; readonly image: string }
  /** Case-insensitive; right or wrong, the captcha is used up. */
  solve(captchaId: string, answer: string): boolean
}

/** Without letters and digits that look alike. */
const alphabet = 'ABCDEFGHJKLMNPQRTUVWXY346789'
const length = 6

const letter = (character: string, index: number): string => {
  const x = 22 + index * 30
  const y = 44 + randomInt(-8, 9)
  return `<text x="${x}" y="${y}" transform="rotate(${randomInt(-18, 19)} ${x} ${y})" font-size="${randomInt(28, 37)}">${character}</text>`
}

const stroke = (): string =>
  `<path d="M0 ${randomInt(5, 60)} Q ${randomInt(40, 160)} ${randomInt(0, 65)} 205 ${randomInt(5, 60)}" fill="none" stroke="#8a8886" stroke-width="2"/>`

const picture = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 205 65" width="205" height="65" role="img" aria-label="Characters to type">` +
  `<rect width="205" height="65" fill="#f3f2f1"/>${stroke()}${stroke()}` +
  `<g font-family="monospace" font-weight="bold" fill="#323130">${[...text].map(letter).join('')}</g></svg>`

export function createCaptchas(): Captchas {
  const open = new Map<string, string>()
  return {
    create: () => {
      const text = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
      const captchaId = randomBytes(18).toString('base64url')
      open.set(captchaId, text)
      for (const oldest of open.keys()) {
        if (open.size <= ssprLimits.captchasOpen) break
        open.delete(oldest)
      }
      return { captchaId, image: picture(text) }
    },
    solve: (captchaId, answer) => {
      const text = open.get(captchaId)
      open.delete(captchaId)
      return text !== undefined && text === answer.trim().toUpperCase()
    },
  }
}
