/** Applications and what they ask for: who they are, how they prove it, their redirect URIs, resources and scopes. */
import type { AadstsTable } from './entry.ts'

export const applicationRefusals = {
  AADSTS50011: {
    name: 'InvalidReplyTo',
    oauth: 'invalid_request',
    says: "The redirect URI '{redirectUri}' given in the request is not among the redirect URIs registered for the application '{app}'.",
    because:
      'Codes go only to addresses that the application registered; only the port of http://localhost is free.',
    fix: 'Register this redirect URI with the application, or send a registered one.',
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
  AADSTS70002: {
    name: 'InvalidClient',
    oauth: 'invalid_client',
    says: 'The client application could not be validated.',
    because: 'Client authentication is not well formed.',
  },
  AADSTS70011: {
    name: 'InvalidScope',
    oauth: 'invalid_scope',
    says: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
    because: 'A scope names one resource and a permission that this resource offers.',
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
  AADSTS700211: {
    name: 'FederatedIssuerUnknown',
    oauth: 'invalid_client',
    says: "No matching federated identity record found for presented assertion issuer '{issuer}'.",
    because: 'No federated credential of the application names the issuer of the token that was brought.',
  },
  AADSTS700212: {
    name: 'FederatedAudienceUnknown',
    oauth: 'invalid_client',
    says: "No matching federated identity record found for presented assertion audience '{audience}'.",
    because: 'The federated credential expects the token to be for somebody else.',
  },
  AADSTS700213: {
    name: 'FederatedSubjectUnknown',
    oauth: 'invalid_client',
    says: "No matching federated identity record found for presented assertion subject '{subject}'.",
    because: 'The federated credential is for another workload of the same issuer.',
  },
  AADSTS700038: {
    name: 'InvalidApplicationIdentifier',
    oauth: 'unauthorized_client',
    says: '{appId} is not a valid application identifier.',
    because: 'A client id is a GUID.',
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
  AADSTS1002012: {
    name: 'ClientCredentialsScopeNotDefault',
    oauth: 'invalid_scope',
    errorUri: true,
    says: 'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
    because: 'An application’s permissions are granted beforehand, not asked for.',
  },
} as const satisfies AadstsTable
