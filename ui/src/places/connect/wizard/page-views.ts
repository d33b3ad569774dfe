/** Which view draws a page, and what Next sends where there is nothing to choose. */
import type { Component } from 'vue'
import type { WizardAction, WizardPage } from '#core/contracts/connect.ts'
import CloudSignInPage from './pages/CloudSignInPage.vue'
import ComponentsPage from './pages/ComponentsPage.vue'
import DirectoriesPage from './pages/DirectoriesPage.vue'
import ExpressPage from './pages/ExpressPage.vue'
import FeaturesPage from './pages/FeaturesPage.vue'
import IdentifyingPage from './pages/IdentifyingPage.vue'
import PilotPage from './pages/PilotPage.vue'
import ProgressPage from './pages/ProgressPage.vue'
import ReadyPage from './pages/ReadyPage.vue'
import SignInMethodPage from './pages/SignInMethodPage.vue'
import StagingPage from './pages/StagingPage.vue'
import SuffixesPage from './pages/SuffixesPage.vue'
import TasksPage from './pages/TasksPage.vue'
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
  'required-components': { view: ComponentsPage, chooses: false, action: next },
  'additional-tasks': { view: TasksPage, chooses: true },
  'user-sign-in': { view: SignInMethodPage, chooses: true },
  'connect-to-azure-ad': { view: CloudSignInPage, chooses: true },
  'connect-directories': { view: DirectoriesPage, chooses: true },
  'sign-in-configuration': { view: SuffixesPage, chooses: true },
  'domain-ou-filtering': { view: UnitsPage, chooses: true },
  'identifying-users': { view: IdentifyingPage, chooses: false, action: next },
  'filter-users-and-devices': { view: PilotPage, chooses: true },
  'optional-features': { view: FeaturesPage, chooses: true },
  'staging-mode': { view: StagingPage, chooses: true },
  'ready-to-configure': { view: ReadyPage, chooses: false, action: { action: 'configure' } },
  configuring: { view: ProgressPage, chooses: false },
  complete: { view: ProgressPage, chooses: false },
}

export const forwardLabels: Readonly<Partial<Record<WizardPage, string>>> = {
  welcome: 'Configure',
  'ready-to-configure': 'Configure',
}
