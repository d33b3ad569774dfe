/**
 * Built-in directory roles (template ids from the published role reference, 2026-01) and who may reset whose password
 * (published matrix "Who can reset passwords").
 */
export interface RoleDefinition {
  readonly templateId: string
  readonly displayName: string
  readonly description: string
}

const role = (templateId: string, displayName: string, description: string): RoleDefinition => ({
  templateId,
  displayName,
  description,
})

export const roleDefinitions = [
  role('62e90394-69f5-4237-9190-012177145e10', 'Global Administrator', 'Manages every part of the tenant.'),
  role(
    'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    'Global Reader',
    'Reads what a Global Administrator may read, and changes nothing.',
  ),
  role(
    'e8611ab8-c189-46e8-94e1-60213ab1f814',
    'Privileged Role Administrator',
    'Gives and takes directory roles.',
  ),
  role(
    '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
    'Privileged Authentication Administrator',
    'Manages authentication methods and passwords of anyone.',
  ),
  role(
    'c4e39bd9-1100-46d3-8c65-fb160da0071f',
    'Authentication Administrator',
    'Manages authentication methods and passwords of people without administrative roles.',
  ),
  role(
    '0526716b-113d-4c15-b2c8-68e3c22b9f80',
    'Authentication Policy Administrator',
    'Manages the authentication methods policy and password protection.',
  ),
  role(
    'fe930be7-5e62-47db-91af-98c3a49a38b1',
    'User Administrator',
    'Manages users and groups, and resets passwords of limited administrators.',
  ),
  role(
    '729827e3-9c14-49f7-bb1b-9608f156bbb8',
    'Helpdesk Administrator',
    'Resets passwords of people without administrative roles and of other helpdesk administrators.',
  ),
  role(
    '966707d0-3269-4727-9be2-8c3a10f19b9d',
    'Password Administrator',
    'Resets passwords of people without administrative roles.',
  ),
  role(
    '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
    'Hybrid Identity Administrator',
    'Manages synchronisation, federation and sign-in methods with on-premises directories.',
  ),
  role(
    'd29b2b05-8046-44ba-8758-1e26182fcf32',
    'Directory Synchronization Accounts',
    'Held by the account of the Connect server only.',
  ),
  role('88d8e3e3-8f55-4a1e-953a-9b9898b8876b', 'Directory Readers', 'Reads basic directory information.'),
  role(
    '9360feb5-f418-4baa-8175-e2a00bac4301',
    'Directory Writers',
    'Reads and writes basic directory information.',
  ),
  role(
    '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
    'License Administrator',
    'Assigns and removes licences of users and groups.',
  ),
  role('fdd7a751-b60b-444a-984c-02652fe8fa1c', 'Groups Administrator', 'Manages groups and their settings.'),
  role(
    '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    'Application Administrator',
    'Manages application registrations and enterprise applications.',
  ),
  role(
    '158c047a-c907-4556-b7ef-446551a6b5f7',
    'Cloud Application Administrator',
    'Manages application registrations and enterprise applications, without the application proxy.',
  ),
  role('4a5d8f65-41da-4de4-8968-e035b65339cf', 'Reports Reader', 'Reads sign-in, audit and usage reports.'),
  role(
    '194ae4cb-b126-40b2-bd5b-6091b380977d',
    'Security Administrator',
    'Manages security settings and reads security reports.',
  ),
  role('5f2222b1-57c3-48ba-8ad5-d4759f1fde6f', 'Security Operator', 'Handles security events.'),
  role('5d6b6bb7-de71-4623-b4af-96380a352509', 'Security Reader', 'Reads security information and reports.'),
  role('95e79109-95c0-4d8e-aee3-d01accf2d47b', 'Guest Inviter', 'Invites guests.'),
  role('790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b', 'Message Center Reader', 'Reads messages and service health.'),
  role(
    '75934031-6c7e-415a-99d7-48dbd49e875e',
    'Usage Summary Reports Reader',
    'Reads aggregated usage reports.',
  ),
  role(
    '27460883-1df1-4691-b032-3b79643e5e63',
    'User Experience Success Manager',
    'Reads product feedback and training content.',
  ),
  role('8329153b-31d0-4727-b945-745eb3bc5f31', 'Domain Name Administrator', 'Manages domain names.'),
  role(
    'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
    'Conditional Access Administrator',
    'Manages Conditional Access policies.',
  ),
] as const satisfies readonly RoleDefinition[]

export type RoleName = (typeof roleDefinitions)[number]['displayName']

/** In `wids` of people without any role. */
export const ordinaryMemberWid = 'b79fbf4d-3ef9-4689-8143-76b194e85509'

const byTemplate = new Map<string, RoleDefinition>(roleDefinitions.map((entry) => [entry.templateId, entry]))
const byName = new Map<string, RoleDefinition>(
  roleDefinitions.map((entry) => [entry.displayName.toLowerCase(), entry]),
)

export const roleByTemplate = (templateId: string): RoleDefinition | undefined =>
  byTemplate.get(templateId.toLowerCase())
/** By display name, whatever its case. */
export const roleNamed = (displayName: string): RoleDefinition | undefined =>
  byName.get(displayName.toLowerCase())

/** The template id of a role known by name. */
export function roleId(displayName: RoleName): string {
  const found = roleNamed(displayName)
  if (found === undefined) throw new Error(`no such role: ${displayName}`)
  return found.templateId
}

const anyone: readonly RoleName[] = ['Privileged Authentication Administrator', 'Global Administrator']
const lowly: readonly RoleName[] = [
  'Password Administrator',
  'Helpdesk Administrator',
  'Authentication Administrator',
  'User Administrator',
  ...anyone,
]
const readers: readonly RoleName[] = [
  'Helpdesk Administrator',
  'Authentication Administrator',
  'User Administrator',
  ...anyone,
]

/** Row = a role of the target; value = the roles that may reset it. Roles that are absent: `anyone` only. */
const mayReset: Partial<Record<RoleName, readonly RoleName[]>> = {
  'Directory Readers': lowly,
  'Guest Inviter': lowly,
  'Password Administrator': lowly,
  'Message Center Reader': readers,
  'Reports Reader': readers,
  'User Experience Success Manager': readers,
  'Usage Summary Reports Reader': readers,
  'Helpdesk Administrator': ['Helpdesk Administrator', 'User Administrator', ...anyone],
  'Authentication Administrator': ['Authentication Administrator', ...anyone],
  'User Administrator': ['User Administrator', ...anyone],
  'Groups Administrator': ['User Administrator', ...anyone],
}

const isRoleName = (name: string): name is RoleName => byName.has(name.toLowerCase())

/** Roles by display name. A target with several roles must be open to the actor in every row. */
export function mayResetPassword(
  actorRoles: readonly string[],
  target: { readonly roles: readonly string[]; readonly inRoleAssignableGroup: boolean },
): boolean {
  const rows = target.roles.map((name) => (isRoleName(name) ? (mayReset[name] ?? anyone) : anyone))
  if (target.inRoleAssignableGroup) rows.push(anyone)
  if (rows.length === 0) rows.push(lowly)
  return rows.every((row) => row.some((name) => actorRoles.includes(name)))
}

/** Sensitive properties (accountEnabled, phones, otherMails, UPN, immutable id, delete, restore): the same table without the Password and Helpdesk columns. */
export function mayChangeSensitive(
  actorRoles: readonly string[],
  target: { readonly roles: readonly string[]; readonly inRoleAssignableGroup: boolean },
): boolean {
  const able = actorRoles.filter(
    (name) => name !== 'Password Administrator' && name !== 'Helpdesk Administrator',
  )
  return mayResetPassword(able, target)
}

/** `authentication/methods/…/resetPassword` asks for one of these besides the matrix. */
export const methodsResetRoles: readonly RoleName[] = [
  'Authentication Administrator',
  'Privileged Authentication Administrator',
  'Global Administrator',
]
