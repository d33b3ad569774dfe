/** A person who types a device's code at the page that the device named, signs in and lets the device go on. */
import { walkThroughPages } from '#lab/scenarios/sign-in-pages.ts'

export async function approveDevice(
  ca: string,
  page: string,
  code: string,
  user: string,
  password: string,
): Promise<void> {
  const answers = { otc: code, loginfmt: user, passwd: password }
  // The last page has no form: the walk ends there.
  await walkThroughPages(ca, page, answers, 'nowhere:').catch((error: unknown) => {
    if (!/You have signed in/.test(String(error))) throw error
  })
}
