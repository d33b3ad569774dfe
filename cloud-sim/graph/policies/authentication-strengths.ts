/** The authentication strengths that every tenant has (published; combinations as documented). */
const phishingResistant = ['windowsHelloForBusiness', 'fido2', 'x509CertificateMultiFactor']
const passwordless = [...phishingResistant, 'deviceBasedPush']
const something = ['sms', 'voice', 'softwareOath', 'hardwareOath', 'microsoftAuthenticatorPush']
const multifactor = [
  ...passwordless,
  'temporaryAccessPassOneTime',
  'temporaryAccessPassMultiUse',
  ...something.map((second) => `password,${second}`),
  'federatedMultiFactor',
  ...something.map((second) => `federatedSingleFactor,${second}`),
  'x509CertificateSingleFactor,microsoftAuthenticatorPush',
]

const strength = (last: number, displayName: string, description: string, allowed: readonly string[]) => ({
  id: `00000000-0000-0000-0000-00000000000${last}`,
  createdDateTime: '2021-12-01T00:00:00Z',
  modifiedDateTime: '2021-12-01T00:00:00Z',
  displayName,
  description,
  policyType: 'builtIn',
  requirementsSatisfied: 'mfa',
  allowedCombinations: allowed,
})

export const authenticationStrengths = [
  strength(
    2,
    'Multifactor authentication',
    'Any combination that satisfies multifactor authentication.',
    multifactor,
  ),
  strength(3, 'Passwordless MFA', 'Strong authentication without a password.', passwordless),
  strength(
    4,
    'Phishing-resistant MFA',
    'The strongest methods, which no forged page can ask for.',
    phishingResistant,
  ),
]
