/** Temporary passwords that the service makes up: `Cuyo5459`, pronounceable and good enough for one sign-in. */
import type { Random } from '#core/ports.ts'

const consonants = 'bcdfghjklmnpqrstvwxz'
const vowels = 'aeiou'
const digits = '0123456789'

/** Never repeatable: it is a secret. */
export function generatePassword(random: Random): string {
  const bytes = random.secret(10)
  const pick = (letters: string, index: number) => letters[(bytes[index] ?? 0) % letters.length] ?? ''
  const word = [consonants, vowels, consonants, vowels].map(pick).join('')
  const number = [4, 5, 6, 7, 8, 9].map((index) => pick(digits, index)).join('')
  return word.slice(0, 1).toUpperCase() + word.slice(1) + number
}
