/**
 * Microsoft Graph's refusals. Key = our name for the case; `code` is what stands in `error.code`. Codes and statuses as
 * documented or seen in reports of real answers (graph.md §5); `source: 'sim'` where no source was found.
 */
import { type CodeEntry, say } from './catalogue.ts'

export interface GraphEntry extends CodeEntry {
  readonly code: string
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 412 | 413 | 415 | 422 | 424 | 429 | 503 | 500
}

export const graphTable = {
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
  NotFound: {
    code: 'Request_ResourceNotFound',
    status: 404,
    says: "Resource '{id}' does not exist or one of its queried reference-property objects are not present.",
    because: 'No object has that id or name.',
  },
  PhotoNotFound: {
    code: 'ImageNotFound',
    status: 404,
    says: 'The photo wasn’t found.',
    because: 'The user has no photo.',
    source: 'sim',
  },
  SegmentUnknown: {
    code: 'BadRequest',
    status: 400,
    says: "Resource not found for the segment '{segment}'.",
    because: 'The path names nothing that Graph has, or nothing that the lab has.',
  },
  MeNeedsUser: {
    code: 'BadRequest',
    status: 400,
    says: '/me request is only valid with delegated authentication flow.',
    because: 'An application is nobody’s me.',
  },
  MethodNotAllowed: {
    code: 'Request_BadRequest',
    status: 405,
    says: 'Specified HTTP method is not allowed for the request target.',
    because: 'The path exists, the method does not fit.',
    source: 'sim',
  },
  BodyMalformed: {
    code: 'BadRequest',
    status: 400,
    says: 'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    because: 'The body is no JSON.',
  },
  BodyTooLarge: {
    code: 'RequestEntityTooLarge',
    status: 413,
    says: 'The request body is too large.',
    because: 'Bodies have a limit.',
    source: 'sim',
  },
  Invalid: {
    code: 'Request_BadRequest',
    status: 400,
    says: '{message}',
    because: 'A value is missing or does not fit.',
  },
  PropertyInvalid: {
    code: 'Request_BadRequest',
    status: 400,
    says: "Invalid value specified for property '{property}' of resource '{type}'.",
    because: 'The value does not fit the property.',
  },
  PropertyUnknown: {
    code: 'Request_BadRequest',
    status: 400,
    says: "Property '{property}' does not exist or is not writable on type 'microsoft.graph.{type}'.",
    because: 'The property is unknown or read only.',
  },
  PropertyMissing: {
    code: 'Request_BadRequest',
    status: 400,
    says: "A value is required for property '{property}' of resource '{type}'.",
    because: 'The property must be given.',
  },
  QueryPropertyUnknown: {
    code: 'BadRequest',
    status: 400,
    says: "Could not find a property named '{property}' on type 'microsoft.graph.{type}'.",
    because: 'The query names a property that the type does not have.',
  },
  QuerySyntax: {
    code: 'BadRequest',
    status: 400,
    says: 'Invalid filter clause: {detail}',
    because: 'The query option cannot be read.',
  },
  QueryUnsupported: {
    code: 'Request_UnsupportedQuery',
    status: 400,
    says: "Unsupported or invalid query filter clause specified for property '{property}' of resource '{type}'.",
    because: 'The property cannot be asked about in this way.',
  },
  QueryAdvanced: {
    code: 'Request_UnsupportedQuery',
    status: 400,
    says: 'Operator or option {detail} is not supported because the required parameters are missing: the header ConsistencyLevel: eventual and $count=true.',
    because: 'Advanced queries must be asked for.',
  },
  SearchNeedsHeader: {
    code: 'Request_UnsupportedQuery',
    status: 400,
    says: "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    because: 'Search runs on the eventually consistent index.',
  },
  OrderUnsupported: {
    code: 'Request_UnsupportedQuery',
    status: 400,
    says: "Sorting by property '{property}' is not supported for resource '{type}'.",
    because: 'Only a few properties have an order.',
  },
  PageSize: {
    code: 'Request_BadRequest',
    status: 400,
    says: "Invalid page size specified: '{size}'. Must be between 1 and {most} inclusive.",
    because: 'Pages are limited.',
  },
  PageSizeUnsupported: {
    code: 'Request_UnsupportedQuery',
    status: 400,
    says: 'This resource does not support custom page sizes. Please retry without a page size argument.',
    because: 'Short collections come whole.',
  },
  SkipUnsupported: {
    code: 'Request_UnsupportedQuery',
    status: 400,
    says: "'$skip' is not supported by the service.",
    because: 'Directory objects are paged by $skiptoken.',
    source: 'sim',
  },
  ExpandTooMuch: {
    code: 'Request_UnsupportedQuery',
    status: 400,
    says: 'Multiple $expand properties are not supported for this resource.',
    because: 'Directory objects expand one navigation property a query.',
    source: 'sim',
  },
  PageTokenExpired: {
    code: 'Directory_ExpiredPageToken',
    status: 400,
    says: 'The specified page token value has expired and can no longer be included in your request.',
    because: 'The $skiptoken was not issued for this query.',
    source: 'sim',
  },
  DeltaExpired: {
    code: 'syncStateNotFound',
    status: 410,
    says: 'The delta token is expired and data must be synchronized again.',
    because: 'The token is of an earlier life of the tenant, or not one at all.',
  },
  UpnTaken: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'Another object with the same value for property userPrincipalName already exists.',
    because: 'User principal names are unique in a tenant.',
  },
  ValueTaken: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'Another object with the same value for property {property} already exists.',
    because: 'The value must be unique in the tenant.',
  },
  DomainUnverified: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    because: 'The tenant has not verified the domain.',
  },
  PasswordWeak: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'The specified password does not comply with password complexity requirements. Please provide a different password.',
    because: 'Eight to 256 characters, three of four kinds.',
  },
  PasswordWrong: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'The specified password does not match the current password.',
    because: 'The current password was not right.',
    source: 'sim',
  },
  SyncedProperty: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    because: 'The object comes from Active Directory; these properties are changed there.',
    fix: 'Change it in Active Directory and wait for the next synchronisation cycle.',
  },
  SyncedPassword: {
    code: 'Request_BadRequest',
    status: 400,
    says: "The password of an on-premises mastered user can't be changed through this call.",
    because: 'changePassword does not write back, and the password is mastered on premises.',
    fix: 'Use the change-password page, which writes back.',
    source: 'sim',
  },
  UsageLocationMissing: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'License assignment cannot be done for user with invalid usage location.',
    because: 'Licences are sold by country: usageLocation must be set first.',
    fix: 'Set the user’s usage location, then assign the licence.',
  },
  LicenseUnknown: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'License {skuId} does not correspond to a valid company License.',
    because: 'The tenant has no such subscription.',
  },
  LicenseExhausted: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'Subscription with SKU {skuId} does not have any available licenses.',
    because: 'Every unit that was bought is assigned.',
  },
  LicenseNotHeld: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'User does not have a corresponding license.',
    because: 'What is not assigned cannot be removed.',
  },
  ReferenceExists: {
    code: 'Request_BadRequest',
    status: 400,
    says: "One or more added object references already exist for the following modified properties: '{property}'.",
    because: 'The object is in it already.',
  },
  AssignmentExists: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'A conflicting object with one or more of the specified property values is present in the directory.',
    because: 'The principal holds the role already.',
  },
  GroupMailEnabled: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.',
    because:
      'Only Microsoft 365 groups are mail-enabled through Graph; distribution lists are made in Exchange.',
  },
  GroupKindUnsupported: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'A group must be security-enabled, or a Microsoft 365 group.',
    because: 'Neither mailEnabled nor securityEnabled is set.',
    source: 'sim',
  },
  RoleAssignableGroup: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'Role-assignable groups must be security-enabled and cannot have a dynamic membership.',
    because: 'A rule could make anybody an administrator.',
    source: 'sim',
  },
  DynamicMembership: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'Insufficient privileges or dynamic membership: members of a dynamic group follow its rule and cannot be added or removed by hand.',
    because: 'The rule decides.',
    source: 'sim',
  },
  LastAdministrator: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'Removing the last Global Administrator of the tenant is not allowed.',
    because: 'Nobody would be left to manage the tenant.',
    source: 'sim',
  },
  OwnAccount: {
    code: 'accessDenied',
    status: 403,
    says: 'The password can not be reset: administrators cannot reset their own password with this call.',
    because: 'One’s own password is changed, not reset.',
    source: 'sim',
  },
  NewPasswordNeeded: {
    code: 'invalidRequest',
    status: 400,
    says: 'newPassword is required for users whose password is managed on premises.',
    because: 'A generated password could not be known to comply with the domain’s policy.',
    source: 'sim',
  },
  BatchTooLarge: {
    code: 'BadRequest',
    status: 400,
    says: 'Number of batch request steps exceeds the maximum value of 20.',
    because: 'A batch holds at most twenty requests.',
  },
  BatchUrl: {
    code: 'BadRequest',
    status: 400,
    says: "Invalid batch request: the url of '{id}' must be relative to the version, as in /users.",
    because: 'Requests of a batch share the version of the batch.',
  },
  BatchInvalid: {
    code: 'BadRequest',
    status: 400,
    says: 'Invalid batch payload format.',
    because: 'The requests of a batch need an id, a method and a url.',
  },
  DependencyFailed: {
    code: 'FailedDependency',
    status: 424,
    says: 'Request depends on a failed request.',
    because: 'A request it depends on did not succeed.',
  },
  NotificationEndpoint: {
    code: 'InvalidRequest',
    status: 400,
    says: 'Subscription validation request failed. {detail}',
    because: 'The notification URL did not return the validation token.',
  },
  WritebackSwitch: {
    code: 'Request_BadRequest',
    status: 400,
    says: 'Updating passwordWritebackEnabled is not supported.',
    because: 'The feature flag is not in use; the switch is in the portal’s On-premises integration blade.',
    fixAt: '/portal/password-reset/on-premises-integration',
  },
  Throttled: {
    code: 'TooManyRequests',
    status: 429,
    says: 'Too many requests.',
    because: 'A fault of the lab throttles this call.',
  },
  Unavailable: {
    code: 'serviceNotAvailable',
    status: 503,
    says: 'The service is temporarily unavailable.',
    because: 'A fault of the lab struck this call.',
  },
  Internal: {
    code: 'generalException',
    status: 500,
    says: 'An error occurred while the request was handled.',
    because: 'Something broke that should not.',
  },
} as const satisfies Record<string, GraphEntry>

export type GraphCase = keyof typeof graphTable

export const graphEntry = (name: GraphCase): GraphEntry => graphTable[name]
export const graphSays = (name: GraphCase, values: Readonly<Record<string, string>> = {}): string =>
  say(graphTable[name].says, values)
