/** Which part answers what the screens ask for, when each runs in a process of its own. */
export type PartName = 'cloud' | 'directory' | 'connect'

/** Below `/lab/v1/labs/{lab}/`: the first word of the path and whose it is. What is not named here is the cloud's. */
const owners: Readonly<Record<string, PartName>> = {
  connect: 'connect',
  workstation: 'directory',
  directory: 'directory',
}

export function partForPath(path: string): PartName {
  const [, word = ''] = /^\/lab\/v1\/labs\/[^/]+\/([^/?]+)/.exec(path) ?? []
  return owners[word] ?? 'cloud'
}
