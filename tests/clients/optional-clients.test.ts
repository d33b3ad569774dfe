import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'

/** Clients that the project does not install: `npm install --no-save <name>` and their tests are not skipped any more. */
const modules = process.env.HYBRIDLAB_CLIENTS ?? fileURLToPath(new URL('../../', import.meta.url))
const find = createRequire(join(modules, 'from.js'))
function isThere(name: string): boolean {
  try {
    find.resolve(name)
    return true
  } catch {
    return false
  }
}

const run = promisify(execFile)
let lab: StartedLab
let folder: string
beforeAll(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
  await writeFile(join(folder, 'ca.pem'), lab.info.caCertificate)
  await writeFile(join(folder, 'info.json'), JSON.stringify(lab.info))
})
afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true })
})

/** In a process of its own, which trusts the lab's CA by NODE_EXTRA_CA_CERTS as anybody's would. */
async function ask(program: string): Promise<unknown> {
  const path = fileURLToPath(new URL(`./optional/${program}`, import.meta.url))
  const { stdout } = await run(process.execPath, [path, join(folder, 'info.json'), modules], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
    timeout: 60_000,
  })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

it.skipIf(!isThere('@auth/core'))(
  '@auth/core (next-auth): the microsoft-entra-id provider signs in',
  async () => {
    expect(await ask('auth-core.mjs')).toEqual({ name: 'Ada Lovejoy' })
  },
)

it.skipIf(!isThere('@pnp/graph') || !isThere('@pnp/nodejs'))(
  '@pnp/graph reads, writes, pages and batches',
  async () => {
    expect(await ask('pnp-graph.mjs')).toMatchObject({
      one: 'Anna Berg',
      members: 1,
      batched: [1, 1],
      paged: true,
    })
  },
)

it.skipIf(!isThere('@azure/arm-resources-subscriptions'))(
  '@azure/arm-resources-subscriptions finds the tenant and no subscription',
  async () => {
    expect(await ask('arm-subscriptions.mjs')).toEqual({ subscriptions: 0, tenants: ['contoso.com'] })
  },
)

it.skipIf(!isThere('passport-azure-ad'))(
  'passport-azure-ad takes tokens of the version that it expects',
  async () => {
    expect(await ask('passport-azure-ad.mjs')).toEqual({ v1: true, v1ByV2: false, v2: true })
  },
)

it.skipIf(!isThere('oidc-client-ts'))('oidc-client-ts signs in with code and PKCE, and renews', async () => {
  expect(await ask('oidc-client-ts.mjs')).toEqual({
    username: 'admin@contoso.com',
    renewed: true,
    signOut: '/oauth2/v2.0/logout',
  })
})
