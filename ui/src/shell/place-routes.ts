/** Every place and object has a URL. Each place is loaded when it is first looked at. */
import { type AsyncComponentLoader, defineAsyncComponent } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

/** Behind a sign-in nothing of a page is needed yet: it is loaded when it is shown, not when its address is opened. */
const whenShown = (load: AsyncComponentLoader) => defineAsyncComponent(load)

export const placeRoutes: readonly RouteRecordRaw[] = [
  {
    path: '/portal',
    component: () => import('../places/portal/PortalPlace.vue'),
    redirect: '/portal/users',
    children: [
      { path: 'users', component: whenShown(() => import('../places/portal/UserList.vue')) },
      { path: 'users/:user/:tab?', component: whenShown(() => import('../places/portal/UserPage.vue')) },
      { path: 'groups', component: whenShown(() => import('../places/portal/GroupList.vue')) },
      { path: 'groups/:group', component: whenShown(() => import('../places/portal/GroupPage.vue')) },
      { path: 'roles', component: whenShown(() => import('../places/portal/RoleList.vue')) },
      { path: 'roles/:role', component: whenShown(() => import('../places/portal/RolePage.vue')) },
      { path: 'domains', component: whenShown(() => import('../places/portal/DomainList.vue')) },
      { path: 'applications', component: whenShown(() => import('../places/portal/ApplicationList.vue')) },
      {
        path: 'applications/:application',
        component: whenShown(() => import('../places/portal/ApplicationPage.vue')),
      },
      {
        path: 'usage-insights/:tab?',
        component: whenShown(() => import('../places/portal/UsageInsights.vue')),
      },
      { path: 'licences', component: whenShown(() => import('../places/portal/LicenceList.vue')) },
      { path: 'licences/:sku', component: whenShown(() => import('../places/portal/LicencePage.vue')) },
      {
        path: 'password-reset/:blade?',
        component: whenShown(() => import('../places/portal/PasswordResetBlades.vue')),
      },
      { path: 'connect', component: whenShown(() => import('../places/portal/ConnectStatus.vue')) },
      { path: 'audit-logs', component: whenShown(() => import('../places/portal/AuditLogs.vue')) },
      { path: 'sign-in-logs', component: whenShown(() => import('../places/portal/SignInLogs.vue')) },
    ],
  },
  {
    path: '/connect',
    component: () => import('../places/connect/ConnectPlace.vue'),
    redirect: '/connect/wizard',
    children: [
      { path: 'wizard/:page?', component: () => import('../places/connect/wizard/ConnectWizard.vue') },
      {
        path: 'synchronization-service',
        component: () => import('../places/connect/synchronization/SynchronizationService.vue'),
        redirect: '/connect/synchronization-service/operations',
        children: [
          {
            path: 'operations/:run?',
            component: () => import('../places/connect/synchronization/SyncOperations.vue'),
          },
          {
            path: 'connectors/:connector?',
            component: () => import('../places/connect/synchronization/SyncConnectors.vue'),
          },
          {
            path: 'metaverse',
            component: () => import('../places/connect/synchronization/MetaverseSearch.vue'),
          },
          {
            path: 'metaverse/:object',
            component: () => import('../places/connect/synchronization/SyncMetaverse.vue'),
          },
          { path: 'preview', component: () => import('../places/connect/synchronization/SyncPreview.vue') },
          { path: 'rules', component: () => import('../places/connect/synchronization/SyncRules.vue') },
        ],
      },
      { path: 'network', component: () => import('../places/connect/NetworkSettings.vue') },
      {
        path: 'events/:event?',
        component: () => import('../places/connect/EventViewer.vue'),
        props: { log: 'Application' },
      },
      { path: 'services', component: () => import('../places/connect/ServicesConsole.vue') },
      {
        path: 'powershell',
        component: () => import('../places/connect/powershell/PowerShellConsole.vue'),
      },
    ],
  },
  {
    path: '/dc',
    component: () => import('../places/dc/DirectoryPlace.vue'),
    redirect: '/dc/users-and-computers',
    children: [
      {
        path: 'security-log/:event?',
        component: () => import('../places/connect/EventViewer.vue'),
        props: { log: 'Security' },
      },
      {
        path: 'users-and-computers',
        component: () => import('../places/dc/objects/UsersAndComputers.vue'),
      },
      { path: 'password-policy', component: () => import('../places/dc/policy/PasswordPolicy.vue') },
      { path: 'ldap', component: () => import('../places/dc/DirectoryTools.vue') },
    ],
  },
  { path: '/browser', component: () => import('../places/browser/BrowserPlace.vue') },
  { path: '/workstation', component: () => import('../places/workstation/WorkstationPlace.vue') },
  { path: '/phone', component: () => import('../places/phone/PhonePlace.vue') },
  { path: '/mailbox/:message?', component: () => import('../places/mailbox/MailboxPlace.vue') },
  { path: '/flow/:correlation?', component: () => import('../places/flow/FlowPlace.vue') },
  { path: '/guide/:scenario?', component: () => import('../places/guide/GuideAtUrl.vue') },
  { path: '/docs/:page(.*)?', component: () => import('../places/docs/DocsPlace.vue') },
  { path: '/instructor/:tab?', component: () => import('../places/instructor/InstructorPlace.vue') },
  { path: '/:rest(.*)', component: () => import('./NoSuchPlace.vue') },
]
