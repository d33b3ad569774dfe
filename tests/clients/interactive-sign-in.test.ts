import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InteractiveBrowserCredential } from '@azure/identity'
import { PublicClientApplication } from '@azure/msal-node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { signInAtPages } from '#lab/scenarios/sign-in-pages.ts'
import { type StartedLab, startLab } from '#lab/start.ts'
import { accountOf, appOf } from './lab-facts.ts'
import { trustingNetwork } from './trusting-network.ts'

let lab: StartedLab
let folder: string
beforeAll(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
})
afterAll(async () => {
  await lab.close()
  await rm(folder, { recursive: true })
})

/** A person who signs in where the client's browser window opened; the last form goes to the client's own port. */
async function signIn(start: string): Promise<string> {
  const { upn, password } = accountOf(lab, 'Global Administrator')
  const redirectUri = new URL(start).searchParams.get('redirect_uri') ?? ''
  const form = await signInAtPages(lab.info.caCertificate, start, upn, password, redirectUri)
  const answer = await fetch(redirectUri, { method: 'POST', body: form, redirect: 'follow' })
  return `${answer.status}`
}

it('msal-node opens the sign-in page and takes the code at a port of its own', async () => {
  const client = new PublicClientApplication({
    auth: {
      clientId: appOf(lab, 'public').clientId,
      authority: lab.info.authority,
      knownAuthorities: [new URL(lab.info.authority).host],
    },
    system: { networkClient: trustingNetwork(lab.info.caCertificate) },
  })
  const result = await client.acquireTokenInteractive({
    scopes: ['User.Read'],
    openBrowser: async (url) => void signIn(url),
  })
  expect(result.account?.username).toBe('admin@contoso.com')
  // The cache that the client manages answers the next call.
  const { account } = result
  const silent = account === null ? null : await client.acquireTokenSilent({ account, scopes: ['User.Read'] })
  expect([silent?.fromCache, silent?.accessToken]).toEqual([true, result.accessToken])
})

/** On Linux the window that opens is the program that BROWSER names. */
it.skipIf(process.platform !== 'linux')(
  'InteractiveBrowserCredential opens the system’s browser',
  async () => {
    const opened = join(folder, 'opened')
    const program = join(folder, 'browser')
    await writeFile(program, `#!/bin/sh\nprintf %s "$1" > "${opened}"\n`)
    await chmod(program, 0o755)
    vi.stubEnv('BROWSER', program)
    vi.stubEnv('DISPLAY', '')
    vi.stubEnv('WAYLAND_DISPLAY', '')
    const credential = new InteractiveBrowserCredential({
      tenantId: lab.info.tenantId,
      clientId: appOf(lab, 'public').clientId,
      authorityHost: new URL(lab.info.authority).origin,
      disableInstanceDiscovery: true,
      tlsOptions: { ca: lab.info.caCertificate },
    })
    const token = credential.getToken('https://graph.microsoft.com/User.Read')
    const start = await vi.waitFor(
      () => readFile(opened, 'utf8').then((url) => url || Promise.reject()),
      15_000,
    )
    expect(await signIn(start)).toBe('200')
    const claims = JSON.parse(Buffer.from((await token).token.split('.')[1] ?? '', 'base64url').toString())
    expect(claims.upn).toBe('admin@contoso.com')
    vi.unstubAllEnvs()
  },
)
