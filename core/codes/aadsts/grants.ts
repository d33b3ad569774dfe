/** What a client hands in for tokens: codes, refresh tokens, device codes, assertions. */
import type { AadstsTable } from './entry.ts'

export const grantRefusals = {
  AADSTS50013: {
    name: 'InvalidAssertion',
    oauth: 'invalid_grant',
    says: 'The assertion is not valid: {reason}',
    because: 'Its signature, issuer or audience does not hold.',
  },
  AADSTS500133: {
    name: 'AssertionExpired',
    oauth: 'invalid_grant',
    says: 'The assertion is outside its valid time range.',
    because: 'The token handed over has expired; get a new one for the middle tier.',
  },
  AADSTS50173: {
    name: 'FreshTokenNeeded',
    oauth: 'invalid_grant',
    suberror: 'bad_token',
    says: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{authTime}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validDate}'.",
    because: 'A password change, reset or revocation ends every older refresh token.',
    fix: 'Sign in again.',
  },
  AADSTS501481: {
    name: 'PkceMismatch',
    oauth: 'invalid_grant',
    says: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    because: 'Only who started the sign-in knows the verifier.',
  },
  AADSTS54005: {
    name: 'OAuth2AuthorizationCodeAlreadyRedeemed',
    oauth: 'invalid_grant',
    says: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    because: 'A code works once.',
  },
  AADSTS70000: {
    name: 'InvalidGrant',
    oauth: 'invalid_grant',
    says: 'Provided grant is invalid or malformed.',
    because: 'The code or token was not issued here, or not to this client.',
  },
  AADSTS700003: {
    name: 'DeviceObjectNotFound',
    oauth: 'invalid_grant',
    says: 'The device object was not found in the tenant.',
    because: 'No such device is registered.',
  },
  AADSTS70008: {
    name: 'ExpiredOrRevokedGrant',
    oauth: 'invalid_grant',
    says: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    because: 'Codes live ten minutes, refresh tokens ninety days.',
  },
  AADSTS70016: {
    name: 'AuthorizationPending',
    oauth: 'authorization_pending',
    says: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
    because: 'Nobody has typed the code and signed in yet.',
  },
  AADSTS70018: {
    name: 'BadVerificationCode',
    oauth: 'bad_verification_code',
    says: 'Invalid verification code due to user typing in wrong user code for device code flow. Authorization is not approved.',
    because: 'No device flow that is under way has this code.',
  },
  AADSTS70019: {
    name: 'CodeExpired',
    oauth: 'expired_token',
    says: 'Verification code expired.',
    because: 'A device code lives fifteen minutes.',
  },
  AADSTS70020: {
    name: 'AuthorizationDeclined',
    oauth: 'authorization_declined',
    says: 'The user declined the sign-in of the device.',
    because: 'Cancel was pressed on the device page.',
    source: 'sim',
  },
  AADSTS700005: {
    name: 'InvalidGrantRedeemAgainstWrongTenant',
    oauth: 'invalid_grant',
    says: 'The provided authorization code is intended to be used against another tenant.',
    because: 'The code was issued by another tenant than the one in the path.',
  },
  AADSTS70043: {
    name: 'BadTokenDueToSignInFrequency',
    oauth: 'invalid_grant',
    suberror: 'bad_token',
    says: 'The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access.',
    because: 'A policy limits how long a sign-in counts.',
  },
  AADSTS700082: {
    name: 'ExpiredOrRevokedGrantInactiveToken',
    oauth: 'invalid_grant',
    says: 'The refresh token has expired due to inactivity. The token was issued on {authTime} and was inactive for {days}.',
    because: 'Refresh tokens live ninety days.',
  },
  AADSTS700084: {
    name: 'SpaRefreshTokenExpired',
    oauth: 'invalid_grant',
    says: 'The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on {authTime}.',
    because: 'Refresh tokens of single-page applications live a day, whatever is done with them.',
  },
  AADSTS9002325: {
    name: 'PkceRequiredForSpa',
    oauth: 'invalid_request',
    says: 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
    because: 'A single-page application has no other proof that the code is its own.',
  },
  AADSTS9002326: {
    name: 'CrossOriginNotAllowed',
    oauth: 'invalid_request',
    says: "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: '{origin}'.",
    because: 'The redirect URI is not registered as a single-page application’s.',
  },
  AADSTS9002327: {
    name: 'SpaOnlyCrossOrigin',
    oauth: 'invalid_request',
    says: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    because: 'The code was issued to a browser and is redeemed without an Origin header.',
  },
} as const satisfies AadstsTable
