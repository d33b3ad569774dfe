/** Tokens that are not accepted, and permissions and roles that are missing. */
import type { GraphEntry } from './entry.ts'

export const accessCases = {
  TokenEmpty: {
    code: 'InvalidAuthenticationToken',
    status: 401,
    says: 'Access token is empty.',
    because: 'The request carries no Authorization header.',
  },
  TokenMalformed: {
    code: 'InvalidAuthenticationToken',
    status: 401,
    says: 'IDX14100: JWT is not well formed, there are no dots (.).',
    because: 'What was sent as a token is none.',
  },
  TokenInvalid: {
    code: 'InvalidAuthenticationToken',
    status: 401,
    says: 'Access token validation failure. Invalid signature.',
    because: 'The token was not signed by this host.',
  },
  TokenExpired: {
    code: 'InvalidAuthenticationToken',
    status: 401,
    says: 'Lifetime validation failed, the token is expired.',
    because: 'On the lab’s clock the token is past its end.',
  },
  TokenAudience: {
    code: 'InvalidAuthenticationToken',
    status: 401,
    says: 'Access token validation failure. Invalid audience.',
    because: 'The token is for another resource than Graph.',
  },
  TokenUserGone: {
    code: 'InvalidAuthenticationToken',
    status: 401,
    says: 'The identity of the calling application or user could not be established.',
    because: 'The holder of the token has been deleted.',
  },
  TokenRevoked: {
    code: 'InvalidAuthenticationToken',
    status: 401,
    says: 'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
    because:
      'The user’s sessions were revoked after the token was issued, and the client declared that it understands the challenge.',
  },
  AccessDenied: {
    code: 'Authorization_RequestDenied',
    status: 403,
    says: 'Insufficient privileges to complete the operation.',
    because: 'The token lacks the permission, or the user the directory role.',
  },
  MethodsDenied: {
    code: 'accessDenied',
    status: 403,
    says: 'Request Authorization failed',
    because: 'Authentication methods ask for a permission and a role of their own.',
    source: 'sim',
  },
  AuditDenied: {
    code: 'Authentication_MSGraphPermissionMissing',
    status: 403,
    says: 'Calling principal does not have required MSGraph permissions AuditLog.Read.All',
    because: 'Logs are read with AuditLog.Read.All and a reporting role.',
    source: 'sim',
  },
  NotPremium: {
    code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    status: 403,
    says: "Neither tenant is B2C or tenant doesn't have premium license",
    because: 'Sign-in logs through Graph ask for a subscription with the plan AAD_PREMIUM.',
    fix: 'Buy Microsoft Entra ID P1 or P2.',
  },
  NeedsP2: {
    code: 'AadPremiumLicenseRequired',
    status: 400,
    says: 'The tenant needs an AAD Premium 2 license.',
    because: 'Privileged Identity Management comes with Microsoft Entra ID P2.',
    fix: 'Buy Microsoft Entra ID P2.',
  },
  Unlicensed: {
    code: 'AccessDenied',
    status: 403,
    says: 'Your tenant is not licensed for this feature.',
    because: 'The feature comes with a licence that the tenant has not bought.',
    source: 'sim',
  },
  ProofInvalid: {
    code: 'Authentication_MissingOrMalformed',
    status: 401,
    says: 'The proof of possession is missing, expired or not signed by a certificate of the application.',
    because: 'addKey and removeKey are for whoever holds the key of a certificate that is there already.',
    source: 'sim',
  },
  OwnAccount: {
    code: 'accessDenied',
    status: 403,
    says: 'The password can not be reset: administrators cannot reset their own password with this call.',
    because: 'One’s own password is changed, not reset.',
    source: 'sim',
  },
} as const satisfies Record<string, GraphEntry>
