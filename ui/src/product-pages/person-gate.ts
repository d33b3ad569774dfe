/** Pages for a signed-in person: who they are, or off to the sign-in page and back. */
import { onMounted } from 'vue'
import { graphAppId } from '#core/entra/first-party-apps.ts'
import { useLab } from '../lab/lab-store.ts'
import type { Door } from '../sign-in/bearer-ask.ts'
import { beginSignIn } from '../sign-in/sign-in.ts'
import { useTokens } from '../sign-in/token-store.ts'

export const passwordResetDoor: Door = { browser: 'user', resource: graphAppId }

export function usePerson() {
  const lab = useLab()
  const tokens = useTokens()

  async function signIn(): Promise<void> {
    if (!lab.info) await lab.load()
    if (!lab.info) return
    location.assign(
      await beginSignIn({
        browser: 'user',
        authority: lab.authorityPath,
        returnTo: location.pathname + location.search,
      }),
    )
  }

  function signOut(): void {
    tokens.signOut('user')
    const after = new URLSearchParams({
      post_logout_redirect_uri: `${location.origin}/pages/myapps`,
      lab_browser: 'user',
    })
    location.assign(`${lab.authorityPath}/oauth2/v2.0/logout?${after}`)
  }

  onMounted(() => {
    if (!tokens.signedIn('user')) void signIn()
  })
  return { tokens, signIn, signOut }
}
