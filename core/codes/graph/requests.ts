/** Requests that cannot be read, or not be answered now: paths, methods, bodies, batches. */
import type { GraphEntry } from './entry.ts'

export const requestCases = {
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
