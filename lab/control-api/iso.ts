/** Lab time as the control API writes it. */
import type { Instant } from '#core/ports.ts'

export const iso = (at: Instant): string => new Date(at).toISOString()
