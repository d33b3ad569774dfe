/** The workstation's answers as the logon screen shows them. */
import type { LogonAnswer } from '#core/contracts/control-api.ts'
import type { ShownRefusal } from '../../lab/shown-refusal.ts'

/** Undefined when it was a yes. */
export function readNo({
  outcome,
  code = '',
  data,
  says,
  because,
  fix,
}: LogonAnswer): ShownRefusal | undefined {
  if (outcome === 'accepted') return undefined
  return {
    status: 200,
    code: data ? `${code} (data ${data})` : code,
    says,
    because,
    fix,
    retry: true,
  }
}

/** The password was right, and is good for nothing but a new one. */
export const mustChangePassword = ({ code }: LogonAnswer): boolean =>
  code === 'LogonMustChangePassword' || code === 'LogonPasswordExpired'
