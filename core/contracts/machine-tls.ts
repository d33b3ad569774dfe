/**
 * Whether the Connect server's own programs speak TLS 1.2, as its registry says. Read by a program when it starts.
 * GET {connect}/tls → machineTls; PUT {connect}/tls ← machineTls → machineTls.
 */
import { z } from 'zod'

export const machineTls = z.strictObject({ tls12: z.boolean() })
