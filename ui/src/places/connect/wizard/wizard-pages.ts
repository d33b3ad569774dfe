/** The wizard's pages and tasks in words. */
import type {
  deviceOptions,
  federationTasks,
  OptionalFeatures,
  WizardPage,
  WizardSignInMethod,
  WizardState,
  wizardTasks,
} from '#core/contracts/connect.ts'

export const pageTitles: Readonly<Record<WizardPage, string>> = {
  welcome: 'Welcome',
  'express-settings': 'Express settings',
  'required-components': 'Install required components',
  'additional-tasks': 'Additional tasks',
  'view-configuration': 'Review your solution',
  'user-sign-in': 'User sign-in',
  'connect-to-azure-ad': 'Connect to {directory}',
  'connect-directories': 'Connect your directories',
  'sign-in-configuration': '{directory} sign-in configuration',
  'domain-ou-filtering': 'Domain and OU filtering',
  'identifying-users': 'Uniquely identifying your users',
  'filter-users-and-devices': 'Filter users and devices',
  'optional-features': 'Optional features',
  'app-filtering': '{directory} apps',
  'attribute-filtering': '{directory} attributes',
  'directory-extensions': 'Directory extensions',
  'single-sign-on': 'Enable single sign-on',
  'privacy-settings': 'Privacy settings',
  'device-options': 'Device options',
  'device-forest': 'Forests of device options',
  'federation-tasks': 'Manage federation',
  troubleshooting: 'Troubleshooting',
  'source-anchor': 'Configure Source Anchor',
  'staging-mode': 'Configure staging mode',
  'ready-to-configure': 'Ready to configure',
  configuring: 'Configuring',
  complete: 'Configuration complete',
}

/** The road that is being walked; before a task is chosen, the longest one on which nothing is installed anew. */
export const roadOf = ({ road, page }: WizardState): readonly WizardPage[] => {
  const pages: readonly WizardPage[] = (road ?? []).filter((one) => one !== 'configuring')
  return pages.includes(page) || page === 'configuring' ? pages : [...pages, page]
}

export const taskTitles: Readonly<Record<(typeof wizardTasks)[number], string>> = {
  'privacy-settings': 'Privacy settings',
  'view-configuration': 'View or export current configuration',
  'customize-synchronization-options': 'Customize synchronization options',
  'configure-device-options': 'Configure device options',
  'refresh-directory-schema': 'Refresh directory schema',
  'configure-staging-mode': 'Configure staging mode',
  'change-user-sign-in': 'Change user sign-in',
  'manage-federation': 'Manage federation',
  'configure-source-anchor': 'Configure Source Anchor',
  troubleshoot: 'Troubleshoot',
}

/** The check-boxes of *Optional features*, in the product's order. */
export const featureTitles: readonly (readonly [keyof OptionalFeatures, string])[] = [
  ['exchangeHybrid', 'Exchange hybrid deployment'],
  ['exchangeMailPublicFolders', 'Exchange mail public folders'],
  ['attributeFiltering', 'App and attribute filtering'],
  ['passwordHashSync', 'Password hash synchronization'],
  ['passwordWriteback', 'Password writeback'],
  ['groupWriteback', 'Group writeback'],
  ['deviceWriteback', 'Device writeback'],
  ['directoryExtensions', 'Directory extension attribute sync'],
]

export const deviceOptionTitles: Readonly<Record<(typeof deviceOptions)[number], string>> = {
  'hybrid-join': 'Configure hybrid join',
  'enable-device-writeback': 'Configure device writeback',
  'disable-device-writeback': 'Disable device writeback',
}

export const federationTaskTitles: Readonly<Record<(typeof federationTasks)[number], string>> = {
  'reset-trust': 'Reset the trust with the cloud',
  'renew-certificate': 'Renew the token-signing certificate and tell the cloud',
}

export const signInMethodTitles: Readonly<
  Record<WizardSignInMethod, { readonly title: string; readonly says: string }>
> = {
  'password-hash-sync': {
    title: 'Password Hash Synchronization',
    says: 'The cloud checks passwords against a hash of the on-premises hash.',
  },
  'pass-through': {
    title: 'Pass-through authentication',
    says: 'An agent on this server asks a domain controller at each sign-in.',
  },
  federation: { title: 'Federation with AD FS', says: 'People sign in at the organisation’s own page.' },
  none: { title: 'Do not configure', says: 'Sign-in is left as it is.' },
}
