import { info, load, origin, register, signIn, tell } from './from-lab.mjs'

const { InMemoryWebStorage, OidcClient, WebStorageStateStore } = await load('oidc-client-ts')
const redirectUri = 'http://localhost:3000/oidc'
const { clientId, clientSecret } = await register('oidc-client-ts', redirectUri)
const client = new OidcClient({
  authority: `${origin}/${info.tenantId}/v2.0`,
  client_id: clientId,
  client_secret: clientSecret,
  redirect_uri: redirectUri,
  post_logout_redirect_uri: redirectUri,
  scope: 'openid profile offline_access User.Read',
  stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
})
const { url } = await client.createSigninRequest({})
const signedIn = await client.processSigninResponse(await signIn(url, redirectUri))
const state = { refresh_token: signedIn.refresh_token, session_state: null, profile: signedIn.profile }
const renewed = await client.useRefreshToken({ state })
const signOut = await client.createSignoutRequest({})
tell({
  username: signedIn.profile.preferred_username,
  renewed: renewed.access_token !== signedIn.access_token,
  signOut: new URL(signOut.url).pathname.replace(`/${info.tenantId}`, ''),
})
