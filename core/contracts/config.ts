/**
 * The lab's settings. Each has one name in three spellings: `httpPort` in hybridlab.config.yaml, `--http-port` on the
 * command line, `HYBRIDLAB_HTTP_PORT` in the environment. Flags win over environment over file over defaults.
 */
import { z } from 'zod'
import { wordings } from '#core/codes/catalogue.ts'

const port = z.number().int().min(0).max(65_535)

export const labId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'up to 40 lower-case letters, digits and hyphens, beginning with a letter')

export const config = z.strictObject({
  httpPort: port.default(8080).describe('UI and control API; 0 takes any free port'),
  httpsPort: port.default(8443).describe('token service, Graph, portal API and relay'),
  ldapPort: port.default(1389).describe('LDAP of the default lab'),
  ldapsPort: port.default(1636).describe('LDAPS of the default lab'),
  gcPort: port.default(13_268).describe('global catalog of the default lab'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('address to listen on; anything but loopback demands an admin token'),
  names: z
    .array(z.string().regex(/^[A-Za-z0-9._-]+$/, 'host names without port'))
    .default([])
    .describe(
      'further names that clients use for this machine: they go into the certificate and are answered',
    ),
  adminToken: z.string().min(16).optional().describe('what the control API asks of everybody when set'),
  data: z.string().min(1).default('./.hybridlab').describe('where labs are kept'),
  ephemeral: z.boolean().default(false).describe('keep nothing on disk'),
  lab: labId.default('contoso').describe('id of the default lab'),
  world: z.string().min(1).default('contoso').describe('world the default lab opens with'),
  scenarios: z
    .string()
    .min(1)
    .optional()
    .describe(
      'a folder of your own with stories, and worlds/ and courses/ in it, beside those that come along',
    ),
  directoryUrl: z
    .url({ protocol: /^ldaps$/ })
    .optional()
    .describe('ldaps:// address of the domain controller, for a Connect server that runs alone'),
  directoryForest: z
    .string()
    .regex(/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/, 'the DNS name of a forest')
    .optional()
    .describe(
      'DNS name of an Active Directory of your own behind directoryUrl; the wizard then installs, with its accounts',
    ),
  directoryCa: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file of the authority behind its certificate; the lab’s own when absent'),
  cloudOrigin: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('https:// origin of the cloud, for a Connect server that runs alone'),
  cloudCa: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file of the authority behind its certificate; the lab’s own when absent'),
  cloudTenant: z
    .string()
    .min(1)
    .optional()
    .describe('domain or id of the tenant there; the tenant of `lab` when absent'),
  cloudHttp: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe('http:// address of the cloud, for screens that run alone'),
  directoryHttp: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe('http:// address of the domain controller’s control API, for screens that run alone'),
  connectHttp: z
    .url({ protocol: /^http$/ })
    .optional()
    .describe('http:// address of the Connect server’s control API, for screens that run alone'),
  seed: z.string().min(1).max(64).optional().describe('same seed, same ids'),
  at: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('lab time at the first start; the clock then stands still until resumed'),
  wording: z.enum(wordings).default('entra').describe('product names as of today, or as in guides of 2019'),
})
export type Config = z.infer<typeof config>
export type ConfigKey = keyof Config

export const configKeys = Object.keys(config.shape) as readonly ConfigKey[]

const words = (key: string): string[] =>
  key.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`).split(' ')
export const flagOf = (key: ConfigKey): string => `--${words(key).join('-')}`
export const variableOf = (key: ConfigKey): string => `HYBRIDLAB_${words(key).join('_').toUpperCase()}`
