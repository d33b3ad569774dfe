/**
 * The token service's refusals. Numbers, names and OAuth words as published ("Microsoft Entra authentication and
 * authorization error codes") or captured from the real service; texts are ours. Number, description, HTTP status and
 * OAuth word derive from one entry, so they cannot disagree.
 */
import { type CodeEntry, say } from './catalogue.ts'

export interface AadstsEntry extends CodeEntry {
  /** The published name. */
  readonly name: string
  readonly oauth:
    | 'invalid_request'
    | 'invalid_grant'
    | 'invalid_client'
    | 'invalid_scope'
    | 'invalid_resource'
    | 'invalid_tenant'
    | 'invalid_instance'
    | 'unauthorized_client'
    | 'unsupported_grant_type'
    | 'unsupported_response_type'
    | 'interaction_required'
    | 'login_required'
    | 'consent_required'
    | 'access_denied'
    | 'authorization_pending'
    | 'authorization_declined'
    | 'expired_token'
    | 'bad_verification_code'
    | 'temporarily_unavailable'
  /** What MSAL reads to know whether a person must come. */
  readonly suberror?: string
  /** True where the real service adds `error_uri`. */
  readonly errorUri?: true
  /** Short text of the sign-in log's `failureReason`. */
  readonly failureReason?: string
}

export const aadstsTable = {
  AADSTS16000: {
    name: 'SelectUserAccount',
    oauth: 'interaction_required',
    says: 'Several accounts are signed in; one has to be chosen.',
    because: 'The browser holds more than one session and the request may not ask.',
  },
  AADSTS50011: {
    name: 'InvalidReplyTo',
    oauth: 'invalid_request',
    says: "The redirect URI '{redirectUri}' given in the request is not among the redirect URIs registered for the application '{app}'.",
    because:
      'Codes go only to addresses that the application registered; only the port of http://localhost is free.',
    fix: 'Register this redirect URI with the application, or send a registered one.',
  },
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
  AADSTS50020: {
    name: 'UserUnauthorized',
    oauth: 'invalid_grant',
    says: "The user account '{user}' does not exist in the tenant '{tenant}' and cannot use the application there.",
    because: 'The account belongs to another tenant and was not invited.',
  },
  AADSTS50034: {
    name: 'UserAccountNotFound',
    oauth: 'invalid_grant',
    says: 'The user account {EmailHidden} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
    because: 'No user of the tenant has that user principal name.',
    fix: 'Check the spelling, and whether the user has been synchronised.',
    failureReason: 'The user account does not exist in the directory.',
  },
  AADSTS50049: {
    name: 'NoSuchInstance',
    oauth: 'invalid_instance',
    says: 'The instance is unknown or not valid.',
    because: 'The authorization endpoint asked about is none of this cloud’s.',
  },
  AADSTS50053: {
    name: 'IdsLocked',
    oauth: 'invalid_grant',
    says: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
    because:
      'Smart lockout: ten wrong passwords close the account to sign-ins for a minute, longer on repeats.',
    fix: 'Wait, or reset the password by self-service, which sets the counter to zero.',
    failureReason: 'The account is locked: too many sign-ins with a wrong user name or password.',
  },
  AADSTS50055: {
    name: 'InvalidPasswordExpiredPassword',
    oauth: 'invalid_grant',
    suberror: 'user_password_expired',
    says: 'The password is expired.',
    because:
      'An administrator set a temporary password; the user must choose their own at the next interactive sign-in.',
    fix: 'Sign in at a page, where the new password can be typed.',
    failureReason: 'The password has expired or must be changed.',
  },
  AADSTS50056: {
    name: 'InvalidPasswordNullPassword',
    oauth: 'invalid_grant',
    says: 'Invalid or null password: the password does not exist in the directory for this user.',
    because: 'The cloud has no password hash of this user yet.',
    fix: 'Turn on password hash synchronization, or wait for its next run.',
    fixAt: '/connect/wizard/optional-features',
    failureReason: 'The user has no password in the directory.',
  },
  AADSTS50057: {
    name: 'UserDisabled',
    oauth: 'invalid_grant',
    says: 'The user account is disabled.',
    because: 'accountEnabled is false; for a synced user that comes from userAccountControl on premises.',
    failureReason: 'The user account is disabled.',
  },
  AADSTS50058: {
    name: 'UserInformationNotProvided',
    oauth: 'login_required',
    says: 'A silent sign-in request was sent but no user is signed in.',
    because: 'prompt=none needs a session, and the browser has none that is still good.',
  },
  AADSTS50068: {
    name: 'SignoutInitiatorNotParticipant',
    oauth: 'invalid_request',
    says: 'Sign-out failed: the application that started it is no participant in the current session.',
    because: 'Nobody signed in to that application in this browser.',
  },
  AADSTS50072: {
    name: 'UserStrongAuthEnrollmentRequiredInterrupt',
    oauth: 'interaction_required',
    suberror: 'basic_action',
    says: 'The user has to enrol for a second factor.',
    because: 'A second factor is asked for and the user has none.',
  },
  AADSTS50076: {
    name: 'UserStrongAuthClientAuthNRequired',
    oauth: 'interaction_required',
    suberror: 'basic_action',
    says: 'Because of a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access this resource.',
    because: 'A policy asks for a second factor, which this grant cannot give.',
  },
  AADSTS50079: {
    name: 'UserStrongAuthEnrollmentRequired',
    oauth: 'interaction_required',
    suberror: 'basic_action',
    says: 'The user has to enrol for multi-factor authentication to access this resource.',
    because: 'A second factor is asked for and the user has none.',
  },
  AADSTS50105: {
    name: 'EntitlementGrantsNotFound',
    oauth: 'access_denied',
    says: "The signed-in user is not assigned to a role for the application '{app}'.",
    because:
      'The enterprise application requires assignment and neither the user nor a group of theirs is assigned.',
  },
  AADSTS50125: {
    name: 'PasswordResetRegistrationRequiredInterrupt',
    oauth: 'interaction_required',
    says: 'Sign-in was interrupted because of a password reset or password registration entry.',
    because: 'The tenant asks users to register for self-service password reset when they sign in.',
    failureReason: 'Sign-in was interrupted for registration of password reset information.',
  },
  AADSTS50126: {
    name: 'InvalidUserNameOrPassword',
    oauth: 'invalid_grant',
    says: 'Error validating credentials due to invalid username or password.',
    because: 'The password does not match.',
    failureReason: 'Invalid username or password.',
    errorUri: true,
  },
  AADSTS50132: {
    name: 'SsoArtifactInvalidOrExpired',
    oauth: 'interaction_required',
    says: 'The session is not valid because the password expired or was changed recently.',
    because: 'The browser’s session is older than the last password change.',
  },
  AADSTS50133: {
    name: 'SsoArtifactRevoked',
    oauth: 'interaction_required',
    says: 'The session is not valid because the password expired or was changed recently.',
    because: 'The browser’s session is older than the last password change.',
  },
  AADSTS50144: {
    name: 'InvalidPasswordExpiredOnPremPassword',
    oauth: 'invalid_grant',
    suberror: 'user_password_expired',
    says: "The user's Active Directory password has expired.",
    because: 'The domain controller says that the password is past its maximum age.',
    fix: 'Change it at a domain-joined workstation, or by self-service when writeback is on.',
    failureReason: "User's Active Directory password has expired.",
  },
  AADSTS50173: {
    name: 'FreshTokenNeeded',
    oauth: 'invalid_grant',
    suberror: 'bad_token',
    says: "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{authTime}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{validDate}'.",
    because: 'A password change, reset or revocation ends every older refresh token.',
    fix: 'Sign in again.',
  },
  AADSTS500011: {
    name: 'InvalidResourceServicePrincipalNotFound',
    oauth: 'invalid_resource',
    errorUri: true,
    says: 'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
    because: 'No service principal of the tenant has that name.',
  },
  AADSTS500113: {
    name: 'NoReplyAddress',
    oauth: 'invalid_request',
    says: 'No reply address is registered for the application.',
    because: 'The request names no redirect URI and the application has none to fall back on.',
  },
  AADSTS501481: {
    name: 'PkceMismatch',
    oauth: 'invalid_grant',
    says: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
    because: 'Only who started the sign-in knows the verifier.',
  },
  AADSTS51004: {
    name: 'UserAccountNotInDirectory',
    oauth: 'invalid_grant',
    says: 'The user account does not exist in the {tenant} directory.',
    because: 'The account was deleted or belongs elsewhere.',
  },
  AADSTS53003: {
    name: 'BlockedByConditionalAccess',
    oauth: 'access_denied',
    suberror: 'message_only',
    says: 'Access has been blocked by Conditional Access policies.',
    because: 'A policy of the tenant forbids the issuance of tokens here.',
  },
  AADSTS54005: {
    name: 'OAuth2AuthorizationCodeAlreadyRedeemed',
    oauth: 'invalid_grant',
    says: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    because: 'A code works once.',
  },
  AADSTS65001: {
    name: 'DelegationDoesNotExist',
    oauth: 'invalid_grant',
    suberror: 'consent_required',
    says: "The user or administrator has not consented to use the application with ID '{appId}' named '{app}'. Send an interactive authorization request for this user and resource.",
    because: 'Neither the user nor an administrator agreed to these permissions.',
    fix: 'Sign in at a page once and accept, or have an administrator consent.',
  },
  AADSTS65004: {
    name: 'UserDeclinedConsent',
    oauth: 'access_denied',
    says: 'User declined to consent to access the app.',
    because: 'Cancel was pressed on the permissions page.',
  },
  AADSTS70000: {
    name: 'InvalidGrant',
    oauth: 'invalid_grant',
    says: 'Provided grant is invalid or malformed.',
    because: 'The code or token was not issued here, or not to this client.',
  },
  AADSTS70002: {
    name: 'InvalidClient',
    oauth: 'invalid_client',
    says: 'The client application could not be validated.',
    because: 'Client authentication is not well formed.',
  },
  AADSTS700003: {
    name: 'DeviceObjectNotFound',
    oauth: 'invalid_grant',
    says: 'The device object was not found in the tenant.',
    because: 'No such device is registered.',
  },
  AADSTS70003: {
    name: 'UnsupportedGrantType',
    oauth: 'unsupported_grant_type',
    says: "The app requested an unsupported grant type '{grantType}'.",
    because: 'The token endpoint does not know this grant.',
  },
  AADSTS70007: {
    name: 'UnsupportedResponseMode',
    oauth: 'invalid_request',
    says: "'{responseMode}' is not a supported value for 'response_mode'{reason}.",
    because: 'Tokens never travel in a query string.',
  },
  AADSTS70008: {
    name: 'ExpiredOrRevokedGrant',
    oauth: 'invalid_grant',
    says: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    because: 'Codes live ten minutes, refresh tokens ninety days.',
  },
  AADSTS70011: {
    name: 'InvalidScope',
    oauth: 'invalid_scope',
    says: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
    because: 'A scope names one resource and a permission that this resource offers.',
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
  AADSTS700016: {
    name: 'UnauthorizedClient_DoesNotMatchRequest',
    oauth: 'unauthorized_client',
    errorUri: true,
    says: "Application with identifier '{appId}' was not found in the directory '{tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
    because: 'No application of the tenant has this client id.',
  },
  AADSTS700022: {
    name: 'InvalidMultipleResourcesScope',
    oauth: 'invalid_request',
    says: "The provided value for the input parameter 'scope' isn't valid because it contains more than one resource.",
    because: 'A token is for one resource.',
  },
  AADSTS700023: {
    name: 'InvalidResourcelessScope',
    oauth: 'invalid_request',
    says: "The provided value for the input parameter scope can't be empty when requesting an access token using the provided grant.",
    because: 'No scope names a resource.',
  },
  AADSTS700025: {
    name: 'InvalidClientPublicClientWithCredential',
    oauth: 'invalid_client',
    says: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    because: 'A public client cannot keep a secret.',
  },
  AADSTS700027: {
    name: 'InvalidClientAssertion',
    oauth: 'invalid_client',
    says: 'The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {reason}]',
    because:
      'The assertion’s signature does not come from a certificate of the application, or its claims do not fit.',
  },
  AADSTS700038: {
    name: 'InvalidApplicationIdentifier',
    oauth: 'unauthorized_client',
    says: '{appId} is not a valid application identifier.',
    because: 'A client id is a GUID.',
  },
  AADSTS70043: {
    name: 'BadTokenDueToSignInFrequency',
    oauth: 'invalid_grant',
    suberror: 'bad_token',
    says: 'The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access.',
    because: 'A policy limits how long a sign-in counts.',
  },
  AADSTS700051: {
    name: 'InvalidResponseTypeNotEnabled',
    oauth: 'unsupported_response_type',
    says: "response_type '{responseType}' is not enabled for the application.",
    because: 'The registration does not let this response type be issued.',
  },
  AADSTS700054: {
    name: 'IdTokenNotEnabled',
    oauth: 'unsupported_response_type',
    says: "response_type 'id_token' is not enabled for the application.",
    because: 'The registration’s implicit grant does not issue ID tokens.',
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
  AADSTS7000112: {
    name: 'UnauthorizedClientApplicationDisabled',
    oauth: 'unauthorized_client',
    says: "Application '{appId}'({app}) is disabled.",
    because: 'The service principal is switched off.',
  },
  AADSTS7000215: {
    name: 'InvalidClientSecretProvided',
    oauth: 'invalid_client',
    errorUri: true,
    says: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{appId}'.",
    because: 'No secret of the application has this value.',
  },
  AADSTS7000218: {
    name: 'InvalidClientMissingCredential',
    oauth: 'invalid_client',
    errorUri: true,
    says: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    because: 'The application is confidential, or its registration does not allow public client flows.',
  },
  AADSTS7000222: {
    name: 'InvalidClientSecretExpired',
    oauth: 'invalid_client',
    errorUri: true,
    says: "The provided client secret keys for app '{appId}' are expired. Create new keys for your app.",
    because: 'The secret’s end date has passed on the lab’s clock.',
  },
  AADSTS80001: {
    name: 'OnPremiseStoreIsNotAvailable',
    oauth: 'invalid_grant',
    says: 'No authentication agent is available.',
    because: 'Pass-through authentication is on, and no agent that can reach Active Directory listens.',
    fixAt: '/connect/services',
    failureReason: 'No Authentication Agent available.',
  },
  AADSTS80002: {
    name: 'OnPremisePasswordValidatorRequestTimedout',
    oauth: 'invalid_grant',
    says: 'Password validation request timed out.',
    because: 'The agent did not answer in time.',
    failureReason: "Authentication Agent's password validation request timed out.",
  },
  AADSTS80003: {
    name: 'OnPremiseInvalidResponse',
    oauth: 'invalid_grant',
    says: 'Invalid response received by the authentication agent.',
    because: 'The agent’s answer could not be read.',
    failureReason: 'Invalid response received by Authentication Agent.',
  },
  AADSTS80005: {
    name: 'OnPremisePasswordValidatorUnpredictableWebException',
    oauth: 'invalid_grant',
    says: 'An unknown error occurred while processing the response from the authentication agent.',
    because: 'The agent met something unexpected.',
    failureReason: 'Authentication Agent: Error occurred.',
  },
  AADSTS80007: {
    name: 'OnPremisePasswordValidatorErrorOccurredOnPrem',
    oauth: 'invalid_grant',
    says: "The authentication agent is unable to validate the user's password.",
    because: 'The agent could not talk to Active Directory.',
    failureReason: 'Authentication Agent unable to connect to Active Directory.',
  },
  AADSTS80010: {
    name: 'OnPremisePasswordValidationEncryptionException',
    oauth: 'invalid_grant',
    says: 'The authentication agent is unable to decrypt the password.',
    because: 'The agent holds another key than the tenant.',
  },
  AADSTS80012: {
    name: 'OnPremisePasswordValidationAccountLogonInvalidHours',
    oauth: 'invalid_grant',
    says: 'The user attempted to sign in outside of the allowed hours.',
    because: 'logonHours in Active Directory do not include now.',
  },
  AADSTS80014: {
    name: 'OnPremisePasswordValidationTimeout',
    oauth: 'invalid_grant',
    says: 'Validation request responded after maximum elapsed time exceeded.',
    because: 'The agent answered too late.',
    failureReason: 'Validation request responded after maximum elapsed time exceeded.',
  },
  AADSTS90002: {
    name: 'InvalidTenantName',
    oauth: 'invalid_request',
    errorUri: true,
    says: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    because: 'No tenant of this host has that id or verified domain.',
  },
  AADSTS90014: {
    name: 'MissingRequiredField',
    oauth: 'invalid_request',
    says: "The required field '{name}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
    because: 'The request lacks something.',
  },
  AADSTS90094: {
    name: 'AdminConsentRequired',
    oauth: 'consent_required',
    says: 'Administrator consent is required: the application asks for permissions that only an administrator can grant.',
    because: 'Permissions over other people’s data are not the user’s to give.',
  },
  AADSTS900144: {
    name: 'MissingParameter',
    oauth: 'invalid_request',
    says: "The request body must contain the following parameter: '{name}'.",
    because: 'The request lacks a parameter.',
  },
  AADSTS900561: {
    name: 'BadResourceRequestInvalidRequest',
    oauth: 'invalid_request',
    says: 'The endpoint only accepts {methods} requests. Received a {method} request.',
    because: 'The HTTP method does not fit.',
  },
  AADSTS901002: {
    name: 'ResourceNotSupportedOnV2',
    oauth: 'invalid_request',
    says: "The 'resource' request parameter is not supported.",
    because: 'The v2.0 endpoint takes scopes instead.',
  },
  AADSTS9001023: {
    name: 'GrantNotSupportedOverCommon',
    oauth: 'invalid_request',
    says: 'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
    because: 'The tenant must be known before a password is.',
  },
  AADSTS9002313: {
    name: 'InvalidRequest',
    oauth: 'invalid_request',
    says: 'Invalid request. Request is malformed or invalid.',
    because: 'The request cannot be read.',
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
  AADSTS1002012: {
    name: 'ClientCredentialsScopeNotDefault',
    oauth: 'invalid_scope',
    errorUri: true,
    says: 'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
    because: 'An application’s permissions are granted beforehand, not asked for.',
  },
} as const satisfies Record<`AADSTS${number}`, AadstsEntry>

export type AadstsCode = keyof typeof aadstsTable
export type AadstsName = (typeof aadstsTable)[AadstsCode]['name']

export interface Aadsts extends AadstsEntry {
  readonly code: AadstsCode
  readonly number: number
  /** `invalid_client` is 401, everything else 400. */
  readonly status: 400 | 401
}

const isCode = (key: string): key is AadstsCode => key in aadstsTable

const byName = new Map<string, Aadsts>()
const byNumber = new Map<number, Aadsts>()
for (const [code, entry] of Object.entries(aadstsTable)) {
  if (!isCode(code)) continue
  const number = Number(code.slice('AADSTS'.length))
  const whole: Aadsts = { ...entry, code, number, status: entry.oauth === 'invalid_client' ? 401 : 400 }
  byName.set(entry.name, whole)
  byNumber.set(number, whole)
}

export function aadsts(name: AadstsName): Aadsts {
  const entry = byName.get(name)
  if (entry === undefined) throw new Error(`no AADSTS entry ${name}`)
  return entry
}

/** From the number, or the code of a refusal (`AADSTS…`). */
export const aadstsOf = (code: number | string): Aadsts | undefined =>
  typeof code === 'number' ? byNumber.get(code) : byNumber.get(Number(code.replace(/^AADSTS/, '')))

/** The public sentence, without code and trace. */
export const aadstsSays = (entry: Aadsts, values: Readonly<Record<string, string>> = {}): string =>
  say(entry.says, values)
