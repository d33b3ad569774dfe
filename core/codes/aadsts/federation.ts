/** Federated sign-ins: what the organization's own sign-in service sends, and why it may not be believed. */
import type { AadstsTable } from './entry.ts'

export const federationRefusals = {
  AADSTS50006: {
    name: 'InvalidSignature',
    oauth: 'invalid_grant',
    says: 'Signature verification failed because of an invalid signature.',
    because: 'The assertion is not signed with the certificate that the domain is federated with.',
    fix: 'Renew the federation settings of the domain after the signing certificate has changed.',
    failureReason: 'The federated assertion carries no valid signature.',
  },
  AADSTS50008: {
    name: 'InvalidSamlToken',
    oauth: 'invalid_grant',
    says: 'The SAML assertion is missing or misconfigured in the token: {reason}',
    because: 'The federation service sent something that is not an assertion for this tenant and this time.',
    failureReason: 'The SAML assertion is missing or misconfigured in the token.',
  },
  AADSTS50107: {
    name: 'InvalidRealmUri',
    oauth: 'invalid_grant',
    says: 'The requested federation realm object does not exist: {issuer}',
    because: 'No domain of the tenant is federated with this issuer.',
    failureReason: 'The federation realm does not exist.',
  },
} as const satisfies AadstsTable
