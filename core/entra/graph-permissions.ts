/**
 * Microsoft Graph's permissions as far as the lab enforces them. Ids that Microsoft publishes are theirs
 * (permissions.json, 2026-08); the others are made from the name, so that they are stable. [SIM]
 */
export interface GraphPermission {
  readonly value: string
  readonly delegatedId: string | null
  readonly applicationId: string | null
}

const published: Readonly<Record<string, readonly [delegated: string | null, application: string | null]>> = {
  'User.Read': ['e1fe6dd8-ba31-4d61-89e7-88639da4683d', null],
  'User.ReadBasic.All': ['b340eb25-3456-403f-be2f-af7a0d370277', '97235f07-e226-4f63-ace3-39588e11d3a1'],
  'User.Read.All': ['a154be20-db9c-4678-8ab7-66f6cc099a59', 'df021288-bdef-4463-88db-98f22de89214'],
  'User.ReadWrite.All': ['204e0828-b5ca-4ad8-b9f3-f32a958e7cc4', '741f803b-c850-494e-b5df-cde7c675a1ca'],
  'User-PasswordProfile.ReadWrite.All': [
    '56760768-b641-451f-8906-e1b8ab31bca7',
    'cc117bb9-00cf-4eb8-b580-ea2a878fe8f7',
  ],
  'User.RevokeSessions.All': ['fc30e98b-8810-4501-81f5-c20a3196387b', '77f3a031-c388-4f99-b373-dc68676a979e'],
  'Directory.Read.All': ['06da0dbc-49e2-44d2-8312-53f166ab848a', '7ab1d382-f21e-4acd-a863-ba3e13f7da61'],
  'Directory.ReadWrite.All': ['c5366453-9fb0-48a5-a156-24f0c49a4b84', '19dbc75e-c2e2-444c-a770-ec69d8559fc7'],
  'Directory.AccessAsUser.All': ['0e263e50-5827-48a4-b97c-d940288653c7', null],
  'Group.Read.All': ['5f8c59db-677d-491f-a6b8-5f174b11ec1d', '5b567255-7703-4780-807c-7be8301ae99b'],
  'Group.ReadWrite.All': ['4e46008b-f24c-477d-8fff-7bb4ec7aafe0', '62a82d76-70ea-41e2-9197-370581804d09'],
  'Organization.Read.All': ['4908d5b9-3fb2-4b1e-9336-1888b7937185', '498476ce-e0fe-48b0-b801-37ba7e2685c6'],
  'LicenseAssignment.ReadWrite.All': [
    'f55016cc-149c-447e-8f21-7cf3ec1d6350',
    '5facf0c1-8979-4e95-abcf-ff3d079771c0',
  ],
  'RoleManagement.Read.Directory': [
    '741c54c3-0c1e-44a1-818b-3f97ab4e8c83',
    '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
  ],
  'AuditLog.Read.All': ['e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20', 'b0afded3-3588-46d8-8b3d-9842eff778da'],
  'Reports.Read.All': ['02e97553-ed7b-43d0-ab3c-f8bace0d040c', '230c1aed-a721-4c5d-9cb4-a90514e508ef'],
  'UserAuthenticationMethod.Read.All': [
    'aec28ec7-4d02-4e8c-b864-50163aea77eb',
    '38d9df27-64da-44fd-b7c5-a6fbac20248f',
  ],
  'UserAuthenticationMethod.ReadWrite.All': [
    'b7887744-6746-4312-813d-72daeaee7e2d',
    '50483e42-d915-4231-9639-7fdb7fd190e5',
  ],
  'Policy.Read.All': ['572fea84-0151-49b2-9301-11cb16974376', '246dd0d5-5bd0-4def-940b-0421030a5b68'],
  'OnPremDirectorySynchronization.Read.All': [
    'f6609722-4100-44eb-b747-e6ca0536989d',
    'bb70e231-92dc-4729-aff5-697b3f04be95',
  ],
}

/** D: delegated, A: application, B: both. */
const others: Readonly<Record<string, 'D' | 'A' | 'B'>> = {
  openid: 'D',
  profile: 'D',
  email: 'D',
  offline_access: 'D',
  'User.ReadWrite': 'D',
  'User.DeleteRestore.All': 'B',
  'User.EnableDisableAccount.All': 'B',
  'User-Phone.ReadWrite.All': 'B',
  'User-Mail.ReadWrite.All': 'B',
  'User.ManageIdentities.All': 'B',
  'User.Invite.All': 'B',
  'User-OnPremisesSyncBehavior.ReadWrite.All': 'B',
  'People.Read': 'D',
  'ProfilePhoto.Read.All': 'B',
  'ProfilePhoto.ReadWrite.All': 'B',
  'Group.ReadBasic.All': 'B',
  'Group.Create': 'A',
  'GroupMember.Read.All': 'B',
  'GroupMember.ReadWrite.All': 'B',
  'Organization.ReadWrite.All': 'B',
  'Domain.Read.All': 'B',
  'Domain.ReadWrite.All': 'B',
  'LicenseAssignment.Read.All': 'B',
  'RoleManagement.ReadWrite.Directory': 'B',
  'OnPremDirectorySynchronization.ReadWrite.All': 'B',
  'Application.Read.All': 'B',
  'Application.ReadWrite.All': 'B',
  'Application.ReadWrite.OwnedBy': 'A',
  'DelegatedPermissionGrant.Read.All': 'B',
  'DelegatedPermissionGrant.ReadWrite.All': 'B',
  'AppRoleAssignment.ReadWrite.All': 'B',
  'UserAuthenticationMethod.Read': 'D',
  'UserAuthenticationMethod.ReadWrite': 'D',
  'UserAuthMethod-Password.Read.All': 'B',
  'UserAuthMethod-Phone.ReadWrite.All': 'B',
  'UserAuthMethod-Email.ReadWrite.All': 'B',
  'UserAuthMethod-TAP.ReadWrite.All': 'B',
  'Policy.Read.AuthenticationMethod': 'B',
  'Policy.ReadWrite.AuthenticationMethod': 'B',
  'Policy.ReadWrite.Authorization': 'B',
  'AdministrativeUnit.Read.All': 'B',
  'AdministrativeUnit.ReadWrite.All': 'B',
  'ProvisioningLog.Read.All': 'B',
  'UserAuthMethod-Passkey.Read.All': 'B',
  'UserAuthMethod-Passkey.ReadWrite.All': 'B',
  'UserAuthMethod-SoftwareOATH.ReadWrite.All': 'B',
  'UserAuthMethod-MicrosoftAuthApp.ReadWrite.All': 'B',
  'RoleManagement.Read.All': 'B',
  'RoleAssignmentSchedule.Read.Directory': 'B',
  'RoleEligibilitySchedule.Read.Directory': 'B',
  'Policy.ReadWrite.ConditionalAccess': 'B',
  'Policy.ReadWrite.CrossTenantAccess': 'B',
  'Policy.ReadWrite.SecurityDefaults': 'B',
  'Policy.ReadWrite.ConsentRequest': 'B',
  'Policy.ReadWrite.ApplicationConfiguration': 'B',
  'Policy.ReadWrite.AuthenticationFlows': 'B',
  'Policy.Read.PermissionGrant': 'B',
  'IdentityProvider.Read.All': 'B',
  'IdentityRiskEvent.Read.All': 'B',
  'IdentityRiskyUser.Read.All': 'B',
  'IdentityUserFlow.Read.All': 'B',
  'AccessReview.Read.All': 'B',
  'EntitlementManagement.Read.All': 'B',
  'Agreement.Read.All': 'B',
  'Device.Read.All': 'B',
  'Device.ReadWrite.All': 'B',
  'OrgContact.Read.All': 'B',
  'Contacts.Read': 'B',
  'Calendars.Read': 'B',
  'Calendars.ReadWrite': 'B',
  'Mail.Read': 'B',
  'Mail.ReadWrite': 'B',
  'Mail.Send': 'B',
  'MailboxSettings.Read': 'B',
  'Files.Read': 'D',
  'Files.Read.All': 'B',
  'Files.ReadWrite.All': 'B',
  'Sites.Read.All': 'B',
  'Sites.ReadWrite.All': 'B',
  'Tasks.ReadWrite': 'D',
  'Presence.Read': 'D',
  'Team.ReadBasic.All': 'B',
  'Channel.ReadBasic.All': 'B',
  'DeviceManagementManagedDevices.Read.All': 'B',
  'SecurityEvents.Read.All': 'B',
}

/** FNV-1a over the name, four times with another start: 128 stable bits. */
function idFromName(name: string): string {
  const words = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
    let hash = start
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    return (hash >>> 0).toString(16).padStart(8, '0')
  })
  const hex = words.join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const graphPermissions: readonly GraphPermission[] = [
  ...Object.entries(published).map(([value, [delegatedId, applicationId]]) => ({
    value,
    delegatedId,
    applicationId,
  })),
  ...Object.entries(others).map(([value, kind]) => ({
    value,
    delegatedId: kind === 'A' ? null : idFromName(`delegated ${value}`),
    applicationId: kind === 'D' ? null : idFromName(`application ${value}`),
  })),
]

const byValue = new Map(graphPermissions.map((permission) => [permission.value.toLowerCase(), permission]))
const byRoleId = new Map(
  graphPermissions.flatMap((permission) =>
    permission.applicationId === null ? [] : [[permission.applicationId, permission] as const],
  ),
)

/** By name, whatever its case. */
export const graphPermission = (value: string): GraphPermission | undefined =>
  byValue.get(value.toLowerCase())
export const graphAppRole = (id: string): GraphPermission | undefined => byRoleId.get(id)

/** What the lab's own `public` and `spa` applications may ask for without consent: everything that Graph delegates. */
export const allDelegatedScopes: readonly string[] = graphPermissions.flatMap(({ value, delegatedId }) =>
  delegatedId === null ? [] : [value],
)
export const allApplicationRoles: readonly string[] = graphPermissions.flatMap(({ value, applicationId }) =>
  applicationId === null ? [] : [value],
)
