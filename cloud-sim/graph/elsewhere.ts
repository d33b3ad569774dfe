/** Paths that Graph has and hands to services that the lab has not: what those say to a tenant without them. */
import type { GraphCase } from '#core/codes/graph.ts'
import { type GraphAnswer, refuse } from './call/graph-call.ts'

const below: Readonly<Record<string, GraphCase>> = Object.fromEntries([
  ...[
    'calendar',
    'calendars',
    'calendarView',
    'calendarGroups',
    'contactFolders',
    'contacts',
    'events',
    'inferenceClassification',
    'mailFolders',
    'mailboxSettings',
    'messages',
    'outlook',
    'people',
    'sendMail',
    'todo',
  ].map((name) => [name.toLowerCase(), 'MailboxMissing'] as const),
  ...['drive', 'drives', 'insights', 'followedSites', 'onenote'].map(
    (name) => [name.toLowerCase(), 'DriveMissing'] as const,
  ),
  ...['managedDevices', 'deviceManagementTroubleshootingEvents', 'managedAppRegistrations'].map(
    (name) => [name.toLowerCase(), 'IntuneMissing'] as const,
  ),
  ...[
    'activities',
    'chats',
    'conversations',
    'joinedTeams',
    'onlineMeetings',
    'planner',
    'presence',
    'sites',
    'team',
    'teamwork',
    'threads',
  ].map((name) => [name.toLowerCase(), 'WorkloadMissing'] as const),
])

const atRoot: Readonly<Record<string, GraphCase>> = {
  sites: 'SharePointMissing',
  drives: 'SharePointMissing',
  drive: 'SharePointMissing',
  shares: 'SharePointMissing',
  devicemanagement: 'IntuneMissing',
  deviceappmanagement: 'IntuneMissing',
  ...Object.fromEntries(
    [
      'admin',
      'appCatalogs',
      'chats',
      'communications',
      'compliance',
      'connections',
      'copilot',
      'dataPolicyOperations',
      'education',
      'employeeExperience',
      'external',
      'places',
      'planner',
      'print',
      'privacy',
      'search',
      'security',
      'solutions',
      'storage',
      'teams',
      'teamsTemplates',
      'teamwork',
    ].map((name) => [name.toLowerCase(), 'WorkloadMissing'] as const),
  ),
}

/** Undefined where the path is nobody's. */
export function elsewhere([first = '', , third]: readonly string[]): GraphAnswer | undefined {
  const root = first.toLowerCase()
  const isPersonOrGroup = root === 'users' || root === 'groups'
  const segment = isPersonOrGroup ? (third ?? '') : first
  const known = isPersonOrGroup ? below : atRoot
  const name = segment.toLowerCase()
  const refusal = Object.hasOwn(known, name) ? known[name] : undefined
  return refusal === undefined ? undefined : refuse(refusal, { segment })
}
