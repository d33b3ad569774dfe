/**
 * A world file (`scenarios/worlds/*.yaml`): what stands when a lab opens. The builder puts it there through the front
 * doors: LDAP, Graph, portal API, the Connect wizard's verbs.
 */
import { z } from 'zod'
import { roleDefinitions } from '#core/entra/roles.ts'
import { skus } from '#core/entra/skus.ts'
import { labSwitchesChange } from './lab-switches.ts'
import { scenarioActions, scenarioId } from './scenario.ts'
import { closed, oneOfWords } from './words.ts'

const relativeDn = z.string().regex(/^(OU|CN)=/i, 'starts with OU= or CN= and is relative to the domain')

const roleNames = roleDefinitions.map(({ displayName }) => displayName)
const products = skus.map(({ skuPartNumber }) => skuPartNumber)

const adUser = closed({
  sAMAccountName: z.string().max(20),
  name: z.string(),
  givenName: z.string().optional(),
  sn: z.string().optional(),
  /** Relative DN of the parent, e.g. `OU=Sales,OU=Staff`. */
  ou: relativeDn,
  userPrincipalName: z.string().optional(),
  password: z.string(),
  /** Further attributes as LDAP takes them. */
  attributes: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  memberOf: z.array(relativeDn).default([]),
  disabled: z.boolean().default(false),
  /** Locked by failed logons when the world is built. */
  locked: z.boolean().default(false),
})

const cloudUser = closed({
  userPrincipalName: z.string(),
  displayName: z.string(),
  password: z.string(),
  usageLocation: z.string().length(2).optional(),
  roles: z.array(oneOfWords('role', roleNames)).default([]),
})

const adForest = closed({
  dnsName: z.string(),
  netbiosName: z.string().max(15),
  upnSuffixes: z.array(z.string()).default([]),
  administratorPassword: z.string(),
  passwordPolicy: z
    .strictObject({
      minimumAgeDays: z.number().optional(),
      maximumAgeDays: z.number().optional(),
      minimumLength: z.number().int().optional(),
      history: z.number().int().optional(),
      complexity: z.boolean().optional(),
      lockoutThreshold: z.number().int().optional(),
      /** 0: until an administrator unlocks. */
      lockoutMinutes: z.number().optional(),
    })
    .default({}),
  organizationalUnits: z.array(relativeDn).default([]),
  groups: z
    .array(closed({ name: z.string(), ou: relativeDn, description: z.string().optional() }))
    .default([]),
  users: z.array(adUser).default([]),
})

export const world = closed({
  world: scenarioId,
  title: z.string(),
  forest: adForest,
  /** Forests besides the first one, each with a domain controller of its own; without a connector until the wizard adds one. */
  furtherForests: z.array(adForest).default([]),
  tenant: closed({
    initialDomain: z.string(),
    displayName: z.string(),
    verifiedDomains: z.array(z.string()).default([]),
    users: z.array(cloudUser).default([]),
    /** Bought subscriptions; assigned to nobody. */
    subscriptions: z
      .array(closed({ skuPartNumber: oneOfWords('product', products), units: z.number().int().positive() }))
      .default([]),
    /** Where the lab is stricter or more lenient than the product. */
    switches: labSwitchesChange.default({}),
    passwordReset: z
      .strictObject({
        enabled: z.enum(['None', 'Selected', 'All']).default('None'),
        methodsRequired: z.union([z.literal(1), z.literal(2)]).default(1),
        writeBack: z.boolean().default(false),
        unlockWithoutReset: z.boolean().default(false),
      })
      .default({ enabled: 'None', methodsRequired: 1, writeBack: false, unlockWithoutReset: false }),
  }),
  connect: closed({
    serverName: z.string(),
    /** Relative DNs in scope; children follow. */
    organizationalUnits: z.array(relativeDn),
    passwordHashSync: z.boolean().default(true),
    passwordWriteback: z.boolean().default(false),
    /** false: the product is still to be installed, by the wizard; what is above is then not carried out. */
    installed: z.boolean().default(true),
    /** Servers besides this one. `staging`: installed there in staging mode; `none`: still to be installed, by the wizard. */
    furtherServers: z
      .array(
        closed({
          serverName: z.string().min(1).max(15),
          install: z.enum(['none', 'staging']).default('none'),
        }),
      )
      .default([]),
  }),
  /** How long before the lab's opening the accounts were made, so that passwords have an age. */
  historyDays: z.number().default(20),
})
export type World = z.infer<typeof world>

/** Another world and what was done to it since, through front doors. */
export const derivedWorld = closed({
  world: scenarioId,
  title: z.string(),
  extends: scenarioId.describe('a file of scenarios/worlds'),
  given: scenarioActions,
})
export type DerivedWorld = z.infer<typeof derivedWorld>
