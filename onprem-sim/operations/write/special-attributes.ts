/** Attributes whose writing has a rule of its own. A rule answers a refusal, `ignore` to leave the value out, or nothing to go on. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { decodeText } from '../../store/value-syntax.ts'
import { isSystem } from '../access.ts'
import { type LdapRefusal, type OperationContext, refused } from '../operation.ts'

type Rule = (
  context: OperationContext,
  attribute: AttributeSchema,
  values: readonly Buffer[],
) => LdapRefusal | 'ignore' | undefined

interface SpecialAttribute {
  readonly add?: Rule
  readonly modify?: Rule
}

const forSystem =
  (code: 'NotPermitted' | 'SidGiven' | 'SystemOnlyAttribute' | 'ConstraintViolation'): Rule =>
  ({ identity }, attribute) =>
    isSystem(identity) ? undefined : refused(code, { attribute })

/** The tenth character is 1, the twentieth 2, and so on (MS-ADTS 6.1.1.2.4.1.2). */
const heuristics: Rule = (_, attribute, values) => {
  const text = decodeText(values[0] ?? Buffer.alloc(0)) ?? ''
  for (let tens = 1; tens < 10 && tens * 10 <= text.length; tens += 1) {
    if (text[tens * 10 - 1] !== String(tens)) return refused('DsHeuristicsRefused', { attribute })
  }
  return undefined
}

/** FALSE says nothing; TRUE is not a client's to say. */
const notDeleted: Rule = ({ identity }, attribute, values) => {
  if (isSystem(identity)) return undefined
  return values.every((value) => decodeText(value) === 'FALSE') ? 'ignore' : refused('NotPermitted', { attribute })
}

/** An object below a head is writable and nothing else: 4, whatever is asked for. */
const instanceType: Rule = ({ identity }, attribute, values) => {
  if (isSystem(identity)) return undefined
  const value = Number(decodeText(values[0] ?? Buffer.alloc(0)))
  return values.length === 1 && (value === 4 || value === 0) ? 'ignore' : refused('NotPermitted', { attribute })
}

const upper: Rule = (_, attribute, values) =>
  values.length > 0 ? undefined : refused('ConstraintViolation', { attribute })

export const special: Readonly<Record<string, SpecialAttribute>> = {
  nTSecurityDescriptor: { add: () => 'ignore' },
  objectGUID: { add: forSystem('NotPermitted'), modify: forSystem('SystemOnlyAttribute') },
  objectSid: { add: forSystem('SidGiven'), modify: forSystem('SidGiven') },
  // A wrong one is tolerated, as the real thing does: the name in the request counts.
  distinguishedName: { add: () => 'ignore', modify: forSystem('ConstraintViolation') },
  isDeleted: { add: notDeleted },
  sAMAccountType: { add: forSystem('NotPermitted'), modify: forSystem('NotPermitted') },
  instanceType: { add: instanceType },
  primaryGroupToken: { add: forSystem('ConstraintViolation') },
  dSHeuristics: { add: heuristics, modify: heuristics },
  sAMAccountName: { modify: upper },
  // Local counters of the domain controller: a client's value is taken and has no meaning.
  badPwdCount: { modify: () => 'ignore' },
  logonCount: { modify: () => 'ignore' },
  lastLogon: { modify: () => 'ignore' },
  badPasswordTime: { modify: () => 'ignore' },
}
