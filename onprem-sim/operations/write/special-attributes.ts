/** Attributes whose writing has a rule of its own. A rule answers a refusal, `ignore` to leave the value out, or nothing to go on. */
import type { AttributeSchema } from '#core/active-directory/schema/schema.ts'
import { decodeText } from '../../store/value-syntax.ts'
import { isSystem } from '../access.ts'
import { type LdapRefusal, type OperationContext, refused } from '../operation.ts'

type Rule = (
  context: OperationContext,
  attribute: AttributeSchema,
  values: readonly Buffer[],
  /** add 0, delete 1, replace 2. */
  operation: number,
) => LdapRefusal | 'ignore' | undefined

interface SpecialAttribute {
  readonly add?: Rule
  readonly modify?: Rule
}

const forSystem =
  (
    code: 'NotPermitted' | 'SidGiven' | 'SystemOnlyAttribute' | 'ConstraintViolation' | 'ConstructedInAdd',
  ): Rule =>
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
  return values.every((value) => decodeText(value) === 'FALSE')
    ? 'ignore'
    : refused('NotPermitted', { attribute })
}

/** An object below a head is writable and nothing else: 4, whatever is asked for. */
const instanceType: Rule = ({ identity }, attribute, values) => {
  if (isSystem(identity)) return undefined
  const value = Number(decodeText(values[0] ?? Buffer.alloc(0)))
  return values.length === 1 && (value === 4 || value === 0)
    ? 'ignore'
    : refused('NotPermitted', { attribute })
}

/** Only the settings object of a domain controller can own a role. */
const roleOwner: Rule = ({ directory, identity }, attribute, values, operation) => {
  if (isSystem(identity) || (values.length === 0 && operation === 1)) return undefined
  const owner = directory.byDn(decodeText(values[0] ?? Buffer.alloc(0)) ?? '')
  return owner?.objectClass === 'nTDSDSA' ? undefined : refused('NotPermitted', { attribute })
}

/** Local counters of the domain controller: a client's value is taken and has no meaning. */
const counter: Rule = (_, attribute, values) =>
  values.length > 0 ? 'ignore' : refused('NotPermitted', { attribute })

/** An account cannot be without it. */
const needed: Rule = (_, attribute, values) =>
  values.length > 0 ? undefined : refused('NotPermitted', { attribute })

export const special: Readonly<Record<string, SpecialAttribute>> = {
  nTSecurityDescriptor: { add: () => 'ignore' },
  objectGUID: { add: forSystem('NotPermitted'), modify: forSystem('SystemOnlyAttribute') },
  objectSid: { add: forSystem('SidGiven'), modify: forSystem('SidGiven') },
  // A wrong one is tolerated, as the real thing does: the name in the request counts.
  distinguishedName: { add: () => 'ignore', modify: forSystem('ConstraintViolation') },
  isDeleted: { add: notDeleted },
  sAMAccountType: { add: forSystem('NotPermitted'), modify: forSystem('NotPermitted') },
  instanceType: { add: instanceType },
  primaryGroupToken: { add: forSystem('ConstructedInAdd') },
  fSMORoleOwner: { add: roleOwner, modify: roleOwner },
  dSHeuristics: { add: heuristics, modify: heuristics },
  sAMAccountName: { modify: needed },
  groupType: { modify: needed },
  primaryGroupID: { modify: needed },
  userAccountControl: { modify: needed },
  accountExpires: { modify: needed },
  codePage: { modify: needed },
  countryCode: { modify: needed },
  lastLogoff: { modify: needed },
  pwdLastSet: { modify: needed },
  badPwdCount: { modify: counter },
  logonCount: { modify: counter },
  lastLogon: { modify: counter },
  badPasswordTime: { modify: counter },
}
