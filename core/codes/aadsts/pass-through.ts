/** Pass-through authentication: what may go wrong between the cloud, its agents and Active Directory. */
import type { AadstsTable } from './entry.ts'

export const passThroughRefusals = {
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
  AADSTS80004: {
    name: 'OnPremisePasswordValidatorIncorrectUserPrincipalName',
    oauth: 'invalid_grant',
    says: 'The user principal name given to the authentication agent is not valid.',
    because:
      'Active Directory knows no account of that name (525): the synced name and the one on premises differ.',
    failureReason: 'Incorrect User Principal Name (UPN) used in sign-in request.',
    source: 'sim',
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
  AADSTS80011: {
    name: 'OnPremisePasswordValidationKeyRetrieval',
    oauth: 'invalid_grant',
    says: 'The authentication agent is unable to retrieve its decryption key.',
    because: 'The request holds no password sealed for this agent: its key was renewed meanwhile.',
    source: 'sim',
  },
  AADSTS80012: {
    name: 'OnPremisePasswordValidationAccountLogonInvalidHours',
    oauth: 'invalid_grant',
    says: 'The user attempted to sign in outside of the allowed hours.',
    because: 'logonHours in Active Directory do not include now.',
  },
  AADSTS80013: {
    name: 'OnPremisePasswordValidationTimeSkew',
    oauth: 'invalid_grant',
    says: 'The clocks of the authentication agent and of Active Directory are too far apart.',
    because: 'The agent could not complete the validation because of a time skew.',
  },
  AADSTS80014: {
    name: 'OnPremisePasswordValidationTimeout',
    oauth: 'invalid_grant',
    says: 'Validation request responded after maximum elapsed time exceeded.',
    because: 'The agent answered too late.',
    failureReason: 'Validation request responded after maximum elapsed time exceeded.',
  },
} as const satisfies AadstsTable
