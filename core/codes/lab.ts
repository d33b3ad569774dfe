/**
 * What the lab itself refuses: a start that cannot be, a setting that is wrong, a control API call that does not fit.
 * None of these exists in the products; texts and names are ours. `{names}` are filled by the caller.
 */
import type { CodeEntry } from './catalogue.ts'

/** `status`: of the control API; `exit`: of the command line. */
export interface LabRefusalEntry extends CodeEntry {
  readonly status: number
  readonly exit: number
}

export const labCodes = {
  LabSettingInvalid: {
    status: 400,
    exit: 2,
    says: 'The setting {key} ({from}) is not right: {problem}.',
    because: 'a setting is outside what the lab can use',
    fix: 'Correct {key}, or leave it out for its default.',
  },
  LabPortInUse: {
    status: 500,
    exit: 3,
    says: 'Port {port} is in use by another program, so {listener} cannot listen on it.',
    because: 'only one program can listen on a port',
    fix: 'Stop that program, or choose another port with {setting} (0 takes any free one).',
  },
  LabPortForbidden: {
    status: 500,
    exit: 3,
    says: 'This account may not listen on port {port}, so {listener} cannot start.',
    because: 'ports below 1024 need a privilege on this system',
    fix: 'Choose a port above 1023 with {setting}, or grant the privilege.',
  },
  LabAddressUnknown: {
    status: 500,
    exit: 3,
    says: 'The address {host} is none of this machine’s, so {listener} cannot listen on it.',
    because: 'a program can only listen on its own machine’s addresses',
    fix: 'Choose 127.0.0.1 or another address of this machine with --host.',
  },
  LabDirectoryUnwritable: {
    status: 500,
    exit: 4,
    says: 'The data directory {folder} cannot be written ({reason}).',
    because: 'the lab keeps its state on disk before it acknowledges a change',
    fix: 'Make it writable, choose another with --data, or run with --ephemeral.',
  },
  LabDirectoryInUse: {
    status: 500,
    exit: 4,
    says: 'The data directory {folder} is in use by process {pid}.',
    because: 'two programs that write to one directory would spoil each other’s state',
    fix: 'Stop that process, or choose another directory with --data.',
  },
  LabDirectoryOfOther: {
    status: 500,
    exit: 4,
    says: 'The data directory {folder} belongs to the lab {owner}, not to {lab}.',
    because: 'a lab’s ids follow from its name and seed, so one lab’s state does not fit another',
    fix: 'Use another directory, or open it as {owner}.',
  },
  LabStorageDamaged: {
    status: 500,
    exit: 4,
    says: '{file} is damaged at byte {offset}: {problem}.',
    because: 'a change that was acknowledged cannot be read back, and going on would lose it silently',
    fix: 'Restore the directory from a copy, or remove it to begin with a new lab.',
  },
  LabDiskFailed: {
    status: 500,
    exit: 4,
    says: 'The disk did not take a write to {file} ({reason}); nothing is acknowledged from now on.',
    because: 'after a failed write nobody can tell what is on disk',
    fix: 'Make room or repair the disk, then start again: what was acknowledged is there.',
  },
  LabNotFound: {
    status: 404,
    exit: 5,
    says: 'There is no lab {lab}.',
    because: 'labs are addressed by the id they were created with',
    fix: 'hybridlab lab list shows the labs there are.',
  },
  LabPartAlone: {
    status: 409,
    exit: 2,
    says: 'This process runs the {part} alone, and this takes all parts of the lab.',
    because: 'labs are made, reset and played in the process that holds all of them',
    fix: 'Start the whole lab with `npm start`, or restart each part with an empty data folder.',
  },
  LabExists: {
    status: 409,
    exit: 5,
    says: 'There is a lab {lab} already.',
    because: 'a lab’s id is its address',
    fix: 'Choose another id, or delete that lab first.',
  },
  LabIdInvalid: {
    status: 400,
    exit: 2,
    says: '{lab} cannot be a lab’s id: up to 40 lower-case letters, digits and hyphens, beginning with a letter.',
    because: 'the id becomes part of names, paths and addresses',
  },
  LabRequestInvalid: {
    status: 400,
    exit: 2,
    says: 'The request is not as agreed: {problem}.',
    because: 'what comes from outside is read by a schema',
    fix: '/lab/v1/openapi.json describes every call.',
  },
  LabRequestTooLarge: {
    status: 413,
    exit: 2,
    says: 'The request’s body is larger than {limit}.',
    because: 'what comes from outside is limited in size',
  },
  LabConnectServerNotFound: {
    status: 404,
    exit: 5,
    says: 'There is no Connect server {server} in this lab.',
    because: 'a world names its Connect servers: connect.serverName and connect.furtherServers',
    fix: 'GET …/connect-servers lists the servers there are.',
  },
  LabRouteUnknown: {
    status: 404,
    exit: 2,
    says: 'The control API has no {method} {path}.',
    because: 'no route answers there',
    fix: '/lab/v1/openapi.json describes every call.',
  },
  LabMethodUnknown: {
    status: 405,
    exit: 2,
    says: '{path} does not take {method}; it takes {allowed}.',
    because: 'the route exists for other methods',
  },
  LabSiteForbidden: {
    status: 403,
    exit: 6,
    says: 'The control API does not answer {site}.',
    because: 'another web site, or a name that is not this lab’s, may be using your browser',
    fix: 'Open the lab by the address that it printed.',
  },
  LabTokenNeeded: {
    status: 401,
    exit: 6,
    says: 'The control API needs the admin token here.',
    because: 'the lab listens on an address that others can reach',
    fix: 'Send Authorization: Bearer with the token that the lab was started with (HYBRIDLAB_ADMIN_TOKEN).',
  },
  LabSnapshotNotFound: {
    status: 404,
    exit: 5,
    says: 'The lab {lab} has no snapshot {snapshot}.',
    because: 'no snapshot of that name was saved, or it was deleted',
  },
  LabFaultNotFound: {
    status: 404,
    exit: 5,
    says: 'There is no fault {id}.',
    because: 'it was cleared, or never added',
  },
  LabMessageNotFound: {
    status: 404,
    exit: 5,
    says: 'There is no message {id} that can be answered.',
    because: 'only a push that waits can be answered',
  },
  LabScenarioNotFound: {
    status: 404,
    exit: 5,
    says: 'There is no scenario {scenario}.',
    because: 'scenarios are the files in the folder scenarios',
    fix: 'hybridlab scenario list shows them.',
  },
  LabScenarioRefused: {
    status: 409,
    exit: 7,
    says: 'The scenario {scenario} cannot go on: {problem}.',
    because: 'the step asked for is not the one that stands next, or the world does not allow it',
  },
  LabScenarioFileWrong: {
    status: 409,
    exit: 2,
    says: 'A file of the stories is wrong: {finding}',
    because: 'stories, worlds and courses are read by a schema, and this one does not fit it',
    fix: 'hybridlab scenario lint names every place.',
  },
  LabWorldNotFound: {
    status: 404,
    exit: 5,
    says: 'There is no world {world}.',
    because: 'worlds are the files in the folder scenarios/worlds',
  },
  LabWorldOther: {
    status: 409,
    exit: 7,
    says: 'The lab {lab} cannot become the world {world}.',
    because: 'that world is built on {base}, with another forest and tenant than this lab’s',
    fix: 'Create a lab for it: hybridlab lab create --world {world}.',
  },
  LabWorldCircular: {
    status: 400,
    exit: 2,
    says: 'The worlds extend each other in a circle: {world}.',
    because: 'a world is built from the one it extends',
  },
  LabUnhealthy: {
    status: 503,
    exit: 8,
    says: 'Not every part of every lab answers.',
    because: 'a part is stopped, or does not answer a real request',
  },
  LabUnreachable: {
    status: 503,
    exit: 9,
    says: 'No lab answers at {origin}.',
    because: 'no hybridlab runs there, or it runs at another address',
    fix: 'Start one with hybridlab start, or say where it is with --url.',
  },
  LabFailed: {
    status: 500,
    exit: 1,
    says: 'The lab failed at this; its output says more.',
    because: 'this is a mistake in the lab, not in your request',
  },
  LabNoDirectory: {
    status: 503,
    exit: 8,
    says: 'No domain controller answers ({reason}).',
    because: 'the connection to the domain controller failed, or was closed by it',
    fix: 'See on the instructor’s board whether a fault is set, then try again.',
  },
  LabDirectorySessionEnded: {
    status: 401,
    exit: 6,
    says: 'Nobody is logged on at the domain controller in this session.',
    because: 'the session was ended, or the lab was started anew',
    fix: 'Log on again.',
  },
  LabNoLogonServer: {
    status: 503,
    exit: 8,
    says: 'No logon server can be reached, and this user has not logged on here before.',
    because: 'without a network a workstation knows only the last ten people who logged on at it',
    fix: 'Plug the network in again, and log on once.',
  },
  LabNoWorkstation: {
    status: 503,
    exit: 8,
    says: 'The workstation cannot reach a domain controller.',
    because: 'no domain controller answers on the lab’s LDAP port',
  },
} as const satisfies Record<string, LabRefusalEntry>

export type LabCode = keyof typeof labCodes
