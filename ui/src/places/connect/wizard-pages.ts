/** The wizard's pages and tasks in words. */
import type { WizardPage, wizardTasks } from '#core/contracts/connect.ts'

export const pageTitles: Readonly<Record<WizardPage, string>> = {
  welcome: 'Welcome',
  'additional-tasks': 'Additional tasks',
  'connect-to-azure-ad': 'Connect to {directory}',
  'connect-directories': 'Connect your directories',
  'domain-ou-filtering': 'Domain and OU filtering',
  'optional-features': 'Optional features',
  'ready-to-configure': 'Ready to configure',
  configuring: 'Configuring',
  complete: 'Configuration complete',
}

export const stepsOnTheLeft: readonly WizardPage[] = [
  'welcome',
  'additional-tasks',
  'connect-to-azure-ad',
  'connect-directories',
  'domain-ou-filtering',
  'optional-features',
  'ready-to-configure',
  'complete',
]

export const taskTitles: Readonly<Record<(typeof wizardTasks)[number], string>> = {
  'view-configuration': 'View current configuration',
  'customize-synchronization-options': 'Customize synchronization options',
  'configure-staging-mode': 'Configure staging mode',
  'change-user-sign-in': 'Change user sign-in',
  troubleshoot: 'Troubleshoot',
}
