/**
 * The application: msal-browser as a page would load it, kept at hand on `window`. In a popup or a frame the page that the
 * cloud redirects to hands the answer to the page that asked.
 */
import { type BrowserAuthOptions, PublicClientApplication } from '@azure/msal-browser'
import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge'

const { location, opener, parent } = globalThis as unknown as {
  location: { hash: string }
  opener: unknown
  parent: unknown
}
const isReturn = /[#&]state=/.test(location.hash)
if (isReturn && (opener !== null || parent !== globalThis)) void broadcastResponseToMainFrame()

Object.assign(globalThis, {
  start: async (auth: BrowserAuthOptions) => {
    const app = new PublicClientApplication({ auth, cache: { cacheLocation: 'localStorage' } })
    await app.initialize()
    Object.assign(globalThis, { app, returned: await app.handleRedirectPromise() })
  },
})
