/** Which view draws a page, and what Next sends where there is nothing to choose. */
import type { Component } from 'vue'
import type { WizardAction, WizardPage } from '#core/contracts/connect.ts'
import AppsPage from './pages/AppsPage.vue'
import AttributesPage from './pages/AttributesPage.vue'
import CloudSignInPage from './pages/CloudSignInPage.vue'
import ComponentsPage from './pages/ComponentsPage.vue'
import ConfigurationPage from './pages/ConfigurationPage.vue'
import DeviceOptionsPage from './pages/DeviceOptionsPage.vue'
import DirectoriesPage from './pages/DirectoriesPage.vue'
import ExpressPage from './pages/ExpressPage.vue'
import ExtensionsPage from './pages/ExtensionsPage.vue'
import FeaturesPage from './pages/FeaturesPage.vue'
import FederationTasksPage from './pages/FederationTasksPage.vue'
import ForestAdminsPage from './pages/ForestAdminsPage.vue'
import IdentifyingPage from './pages/IdentifyingPage.vue'
import PilotPage from './pages/PilotPage.vue'
import PrivacyPage from './pages/PrivacyPage.vue'
import ProgressPage from './pages/ProgressPage.vue'
import ReadyPage from './pages/ReadyPage.vue'
import SignInMethodPage from './pages/SignInMethodPage.vue'
import SourceAnchorPage from './pages/SourceAnchorPage.vue'
import StagingPage from './pages/StagingPage.vue'
import SuffixesPage from './pages/SuffixesPage.vue'
import TasksPage from './pages/TasksPage.vue'
import TroubleshootingPage from './pages/TroubleshootingPage.vue'
import UnitsPage from './pages/UnitsPage.vue'
import WelcomePage from './pages/WelcomePage.vue'

type PageView =
  /** It makes the action of its choices. */
  | { readonly view: Component; readonly chooses: true }
  /** Absent where there is no way on. */
  | { readonly view: Component; readonly chooses: false; readonly action?: WizardAction }
const next: WizardAction = { action: 'next' }

export const pageViews: Readonly<Record<WizardPage, PageView>> = {
  welcome: { view: WelcomePage, chooses: false, action: next },
  'express-settings': { view: ExpressPage, chooses: true },
  'required-components': { view: ComponentsPage, chooses: true },
  'additional-tasks': { view: TasksPage, chooses: true },
  'view-configuration': { view: ConfigurationPage, chooses: false },
  'user-sign-in': { view: SignInMethodPage, chooses: true },
  'connect-to-azure-ad': { view: CloudSignInPage, chooses: true },
  'connect-directories': { view: DirectoriesPage, chooses: true },
  'sign-in-configuration': { view: SuffixesPage, chooses: true },
  'domain-ou-filtering': { view: UnitsPage, chooses: true },
  'identifying-users': { view: IdentifyingPage, chooses: true },
  'filter-users-and-devices': { view: PilotPage, chooses: true },
  'optional-features': { view: FeaturesPage, chooses: true },
  'app-filtering': { view: AppsPage, chooses: true },
  'attribute-filtering': { view: AttributesPage, chooses: true },
  'directory-extensions': { view: ExtensionsPage, chooses: true },
  'single-sign-on': { view: ForestAdminsPage, chooses: true },
  'privacy-settings': { view: PrivacyPage, chooses: true },
  'device-options': { view: DeviceOptionsPage, chooses: true },
  'device-forest': { view: ForestAdminsPage, chooses: true },
  'federation-tasks': { view: FederationTasksPage, chooses: true },
  troubleshooting: { view: TroubleshootingPage, chooses: true },
  'source-anchor': { view: SourceAnchorPage, chooses: false, action: next },
  'staging-mode': { view: StagingPage, chooses: true },
  'ready-to-configure': { view: ReadyPage, chooses: true },
  configuring: { view: ProgressPage, chooses: false },
  complete: { view: ProgressPage, chooses: false },
}

export const forwardLabels: Readonly<Partial<Record<WizardPage, string>>> = {
  welcome: 'Configure',
  'ready-to-configure': 'Configure',
  troubleshooting: 'Look again',
  'privacy-settings': 'Save',
}
