/** What a client is told about a lab: an application, an account. */
import type { StartedLab } from '#lab/start.ts'

export function appOf(lab: StartedLab, name: string) {
  const found = lab.info.apps.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`no app ${name}`)
  return { ...found, clientSecret: found.clientSecret ?? '' }
}

/** By role, or by sign-in name. */
export function accountOf(lab: StartedLab, roleOrUpn: string) {
  const found = lab.info.accounts.find(({ role, upn }) => role === roleOrUpn || upn === roleOrUpn)
  if (found?.upn === undefined) throw new Error(`no account ${roleOrUpn}`)
  return { upn: found.upn, password: found.password }
}
