/** The wizard's pages and tasks in words. */
import type { WizardPage, WizardSignInMethod, WizardState, wizardTasks } from '#core/contracts/connect.ts'

export const pageTitles: Readonly<Record<WizardPage, string>> = {
  welcome: 'Welcome',
  'express-settings': 'Express settings',
  'required-components': 'Install required components',
  'additional-tasks': 'Additional tasks',
  'user-sign-in': 'User sign-in',
  'connect-to-azure-ad': 'Connect to {directory}',
  'connect-directories': 'Connect your directories',
  'sign-in-configuration': '{directory} sign-in configuration',
  'domain-ou-filtering': 'Domain and OU filtering',
  'identifying-users': 'Uniquely identifying your users',
  'filter-users-and-devices': 'Filter users and devices',
  'optional-features': 'Optional features',
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
  'view-configuration': 'View current configuration',
  'customize-synchronization-options': 'Customize synchronization options',
  'refresh-directory-schema': 'Refresh directory schema',
  'configure-staging-mode': 'Configure staging mode',
  'change-user-sign-in': 'Change user sign-in',
  troubleshoot: 'Troubleshoot',
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
