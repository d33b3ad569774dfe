/** The three ways a new password takes to Active Directory: the public reset page, the change page, the administrator's portal. */
import type { SessionState, SsprRefusal } from '#core/contracts/sspr.ts'
import { createWebClient, type WebAnswer } from '#lab/scenarios/web-client.ts'
import { premium } from './cloud-host.ts'
import { type OwnForest, passwordOf } from './own-forest.ts'

/** What a page or the portal said no with. */
export interface Said {
  readonly code: string
  readonly number?: number | undefined
  readonly pageCode?: string | undefined
  readonly says: string
  /** The page stays. */
  readonly retry?: boolean
}

export interface ThreeDoors {
  /** The scenario's baseline B: licence, phone registered, writeback and reset switched on for all. */
  prepare(...people: readonly number[]): Promise<void>
  /** Public reset page to its end; undefined when it says that all is well. */
  reset(index: number, newPassword: string): Promise<Said | undefined>
  /** “I know my password, but I am locked out”. */
  unlock(index: number): Promise<Said | undefined>
  /** Change page; the old password is the one the world gave unless it is named. */
  change(index: number, newPassword: string, oldPassword?: string): Promise<Said | undefined>
  /** Portal; temporary unless told otherwise. */
  portal(index: number, newPassword: string): Promise<Said | undefined>
  /** `resultReason` of the newest audit row of an activity about this person. */
  auditReason(index: number, activity: string): Promise<string | undefined>
  /** Does the cloud take this password? */
  signsIn(index: number, password: string): Promise<boolean>
  close(): Promise<void>
}

export const upnOf = (index: number): string => `person${index}@contoso.com`
const phoneOf = (index: number): string => `+65 9100${String(index).padStart(4, '0')}`
/** What the last page calls a reset or an unlock that went through. */
const finished = new Set(['PasswordReset', 'AccountUnlocked'])
const api = '/passwordreset/v1'
const passwordMethod = '28c10230-6103-485e-b985-444c60001490'

export function openThreeDoors({ cloud }: OwnForest): ThreeDoors {
  const { asAdministrator, endpoint, lab } = cloud
  const web = createWebClient(endpoint.ca)
  const send = (path: string, json?: unknown, token?: string): Promise<WebAnswer> =>
    web.send(endpoint.origin + path, {
      ...(json === undefined ? { method: 'POST' } : { json }),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    })
  const expected = <Body>({ status, json, text }: WebAnswer): Body => {
    if (status >= 300) throw new Error(`${status}: ${text}`)
    return json as Body
  }
  const refusal = ({ status, json }: WebAnswer): Said | undefined =>
    status < 300 ? undefined : (json as SsprRefusal).error
  const codeSentTo = (to: string) => lab.inbox.messages({ to }).at(-1)?.code ?? ''

  const register = async (index: number) => {
    const token = await cloud.signIn(upnOf(index), passwordOf(index))
    if (token === undefined) throw new Error(`${upnOf(index)} cannot sign in`)
    const method = 'mobilePhone'
    expected(await send(`${api}/registration/challenges`, { method, value: phoneOf(index) }, token))
    const code = codeSentTo(phoneOf(index))
    expected(await send(`${api}/registration/verifications`, { method, code }, token))
    expected(await send(`${api}/registration/complete`, {}, token))
  }
  const license = async (index: number) => {
    const user = `/v1.0/users/${upnOf(index)}`
    expected(await asAdministrator(user, { method: 'PATCH', json: { usageLocation: 'SG' } }))
    const addLicenses = [{ skuId: premium, disabledPlans: [] }]
    expected(await asAdministrator(`${user}/assignLicense`, { json: { addLicenses, removeLicenses: [] } }))
  }
  /** Captcha, intent and the code from the phone. */
  const passGates = async (index: number, intent: 'reset' | 'unlock') => {
    const { captchaId, image } = expected<{ captchaId: string; image: string }>(await send(`${api}/captcha`))
    const captcha = [...image.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((found) => found[1]).join('')
    const started = await send(`${api}/sessions`, { userId: upnOf(index), captchaId, captcha })
    if (started.status >= 300) return { refused: refusal(started), call: undefined }
    const state = expected<SessionState>(started)
    const call = (path: string, json: unknown) => send(`${api}/sessions/${state.id}${path}`, json)
    if (state.page === 'intent') expected(await call('/intent', { intent }))
    const phoneNumber = phoneOf(index)
    expected(await call('/challenges', { method: 'mobileSms', phoneNumber }))
    expected(await call('/verifications', { method: 'mobileSms', code: codeSentTo(phoneNumber) }))
    return { refused: undefined, call }
  }
  /** The page's outcome `OnPremisesSuccessCloudFailure` is said on its last page. */
  const outcome = (answer: WebAnswer): Said | undefined => {
    const refused = refusal(answer)
    const { outcome: code, says = '' } = (answer.json ?? {}) as SessionState
    return refused ?? (code === undefined || finished.has(code) ? undefined : { code, says })
  }

  return {
    prepare: async (...people) => {
      const put = async (blade: string, json: object) =>
        expected(await asAdministrator(`/api/PasswordReset/${blade}`, { method: 'PUT', json }))
      await put('OnPremisesPasswordResetPolicies', { passwordWritebackEnabled: true })
      await put('OnPremisesPasswordResetPolicies', { accountUnlockEnabled: true })
      await put('PasswordResetPolicies', { enablementType: 2 })
      for (const index of people) {
        await license(index)
        await register(index)
      }
    },
    reset: async (index, newPassword) => {
      const { refused, call } = await passGates(index, 'reset')
      return call === undefined ? refused : outcome(await call('/reset', { newPassword }))
    },
    unlock: async (index) => {
      const { refused, call } = await passGates(index, 'unlock')
      return call === undefined ? refused : outcome(await call('/unlock', {}))
    },
    change: async (index, newPassword, oldPassword = passwordOf(index)) => {
      const token =
        (await cloud.signIn(upnOf(index), passwordOf(index))) ??
        (await cloud.signIn(upnOf(index), oldPassword))
      if (token === undefined) throw new Error(`${upnOf(index)} cannot sign in`)
      return refusal(await send(`${api}/change`, { oldPassword, newPassword }, token))
    },
    portal: async (index, newPassword) => {
      const path = `/beta/users/${upnOf(index)}/authentication/methods/${passwordMethod}/resetPassword`
      const accepted = await asAdministrator(path, { json: { newPassword } })
      if (accepted.status !== 202) return refusal(accepted)
      const { pathname, search } = new URL(accepted.headers.get('location') ?? '')
      for (;;) {
        const { status, statusDetail } = expected<{ status: string; statusDetail?: string }>(
          await asAdministrator(pathname + search),
        )
        if (status === 'succeeded') return undefined
        if (status === 'failed') return { code: statusDetail ?? '', says: '' }
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    auditReason: async (index, activity) => {
      const filter = encodeURIComponent(`activityDisplayName eq '${activity}'`)
      const answer = await asAdministrator(`/v1.0/auditLogs/directoryAudits?$filter=${filter}&$top=100`)
      const { value } = expected<{
        value: {
          resultReason: string
          activityDateTime: string
          targetResources: { userPrincipalName?: string }[]
        }[]
      }>(answer)
      const about = value.filter(({ targetResources }) =>
        targetResources.some(({ userPrincipalName }) => userPrincipalName === upnOf(index)),
      )
      return about[0]?.resultReason
    },
    signsIn: async (index, password) => (await cloud.signIn(upnOf(index), password)) !== undefined,
    close: () => web.close(),
  }
}
