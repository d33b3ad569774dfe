/** Query options and tokens of pages and deltas. */
import type { GraphEntry } from './entry.ts'

export const queryCases = {
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
} as const satisfies Record<string, GraphEntry>
