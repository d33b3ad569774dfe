/**
 * The settings of a Connect server as a file, so that another server gets the same ones: no accounts and no passwords in it.
 * GET {connect}/settings → syncSettings, to be saved; the wizard takes it on *Install required components*.
 */
import { z } from 'zod'
import { userMatchings, wizardSignInMethods } from './connect.ts'

const dn = z.string().min(1).max(2048)
const dns = z.array(dn).max(10_000)

export const syncSettings = z.strictObject({
  policy: z.literal('synchronization'),
  format: z.literal(1),
  exportedAt: z.iso.datetime(),
  serverName: z.string().min(1).max(64),
  version: z.string().max(40),
  tenant: z.strictObject({ id: z.guid(), initialDomain: z.string().max(255) }),
  forests: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(255),
        scope: z.strictObject({ included: dns, excluded: dns }),
      }),
    )
    .min(1)
    .max(50),
  userSignIn: z.enum(wizardSignInMethods),
  singleSignOn: z.boolean(),
  passwordHashSync: z.boolean(),
  passwordWriteback: z.boolean(),
  deviceWriteback: z.boolean(),
  /** The unit of *Group writeback*; null: off. */
  groupWritebackContainer: dn.nullable(),
  userMatching: z.enum(userMatchings),
  sourceAnchor: z.string().max(64),
  pilotGroup: dn.nullable(),
  attributeFiltering: z
    .strictObject({
      apps: z.array(z.string().max(64)).max(20).nullable(),
      leftOut: z.array(z.string().max(64)).max(200),
    })
    .nullable(),
  directoryExtensions: z.array(z.string().max(256)).max(100),
})
export type SyncSettings = z.infer<typeof syncSettings>
