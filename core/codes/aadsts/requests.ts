/** The request itself: tenants, parameters, endpoints. */
import type { AadstsTable } from './entry.ts'

export const requestRefusals = {
  AADSTS50049: {
    name: 'NoSuchInstance',
    oauth: 'invalid_instance',
    says: 'The instance is unknown or not valid.',
    because: 'The authorization endpoint asked about is none of this cloud’s.',
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
} as const satisfies AadstsTable
