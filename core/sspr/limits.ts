/** Every number of password reset in one object, so that a trainer can shorten the 24 hours (writeback.md §3.4, App. A). */
export const ssprLimits = {
  phoneValidationsPerHour: 5,
  securityQuestionGatesPerHour: 5,
  resetsPerHour: 5,
  failedProofsPer24h: 5,
  blockHours: 24,
  emailsPer10Min: 10,
  sessionMinutes: 15,
  otpMinutes: 5,
  /** Ours: the oldest picture goes when the page hands out more. */
  captchasOpen: 2_000,
  registrationTicketMinutes: 15,
  relayMessageMinutes: 5,
  reconfirmDays: { min: 0, max: 730 },
  questions: {
    customMax: 20,
    questionLength: [3, 200],
    answerLength: [3, 40],
    register: [3, 5],
    reset: [3, 5],
  },
  bannedPassword: { minScore: 5, editDistance: 1, customMax: 1000, termLength: [4, 16] },
} as const

type Widened<Value> = Value extends number
  ? number
  : Value extends readonly [number, number]
    ? readonly [number, number]
    : { readonly [Key in keyof Value]: Widened<Value[Key]> }

export type SsprLimits = Widened<typeof ssprLimits>

export const minutes = (count: number): number => count * 60_000
export const hours = (count: number): number => count * 3_600_000
export const days = (count: number): number => count * 86_400_000
