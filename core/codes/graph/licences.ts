/** Licences that cannot be assigned or taken away. */
import type { GraphEntry } from './entry.ts'

export const licenceCases = {
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
} as const satisfies Record<string, GraphEntry>
