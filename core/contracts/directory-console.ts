/**
 * The door of DC01's consoles (`POST /lab/v1/labs/{lab}/directory/…`): one LDAP operation per call, carried out over a real LDAP
 * connection as the account that is logged on, so that the directory's own rights decide. Values that are no text travel
 * as base64.
 */
import { z } from 'zod'

export const directoryLogon = z.strictObject({
  /** `anna`, `CONTOSO\anna`, `anna@contoso.com` or a DN. */
  user: z.string().min(1).max(256),
  password: z.string().max(256),
})

export const directorySession = z.object({
  session: z.string(),
  /** `CONTOSO\Administrator`, as the directory names it. */
  account: z.string(),
})
export type DirectorySession = z.infer<typeof directorySession>

const name = z.string().min(1).max(4_000)
const attribute = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9.-]+(;[A-Za-z0-9=*-]+)*$/, 'an attribute’s name')
const value = z.union([z.string().max(200_000), z.strictObject({ base64: z.base64().max(200_000) })])
const values = z.array(value).max(5_000)
export type DirectoryValue = z.infer<typeof value>

/** Controls that an administrator's console sends (MS-ADTS 3.1.1.3.4.1). */
const controls = z
  .strictObject({
    /** Which parts of nTSecurityDescriptor: 1 owner, 2 group, 4 DACL, 8 SACL. */
    sdFlags: z.number().int().min(0).max(15).optional(),
    showDeleted: z.boolean().optional(),
    /** Deletes what stands below, too. */
    treeDelete: z.boolean().optional(),
    /** Adding what is there, or removing what is not, is no error. */
    permissiveModify: z.boolean().optional(),
    /** History and minimum age hold for a reset as well. */
    policyHints: z.boolean().optional(),
  })
  .default({})
export type DirectoryControls = z.infer<typeof controls>

const change = z.strictObject({ operation: z.enum(['add', 'delete', 'replace']), attribute, values })
export type DirectoryChange = z.infer<typeof change>

export const directoryOperation = z.discriminatedUnion('operation', [
  z.strictObject({
    operation: z.literal('search'),
    base: z.string().max(4_000),
    scope: z.enum(['base', 'one', 'sub']),
    filter: z.string().min(1).max(10_000).default('(objectClass=*)'),
    attributes: z.array(z.union([attribute, z.literal('*'), z.literal('+')])).max(500),
    /** Rows at most; `truncated` tells that there are more. */
    limit: z.number().int().min(1).max(20_000).default(2_000),
    controls,
  }),
  z.strictObject({
    operation: z.literal('add'),
    dn: name,
    attributes: z.record(attribute, values),
    controls,
  }),
  z.strictObject({
    operation: z.literal('modify'),
    dn: name,
    changes: z.array(change).min(1).max(100),
    controls,
  }),
  z.strictObject({
    operation: z.literal('modifyDN'),
    dn: name,
    newRdn: name,
    newParent: name.optional(),
    controls,
  }),
  z.strictObject({ operation: z.literal('delete'), dn: name, controls }),
  z.strictObject({
    operation: z.literal('setPassword'),
    dn: name,
    newPassword: z.string().max(256),
    /** With it the operation is a change by somebody who knows the password; without, a reset. */
    oldPassword: z.string().max(256).optional(),
    controls,
  }),
])
export type DirectoryOperation = z.input<typeof directoryOperation>
export type ParsedDirectoryOperation = z.output<typeof directoryOperation>

const entry = z.object({ dn: z.string(), attributes: z.record(z.string(), z.array(value)) })
export type DirectoryEntry = z.infer<typeof entry>

/** Of writes: no entries. */
export const directoryAnswer = z.object({ entries: z.array(entry), truncated: z.boolean() })
export type DirectoryAnswer = z.infer<typeof directoryAnswer>

/** 422: what the domain controller refused, its code of the catalogue, and its very words. */
export const directoryRefusal = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    because: z.string().optional(),
    hint: z.string().optional(),
    fixAt: z.string().optional(),
    ldap: z.object({ result: z.number(), name: z.string(), diagnostic: z.string() }),
  }),
})
export type DirectoryRefusal = z.infer<typeof directoryRefusal>
