/** Puts the token service together, and joins it with the password reset service and the relay. */

import { say } from '#core/codes/catalogue.ts'
import { isPasswordChangeCode, passwordChangeEntry } from '#core/codes/password-change.ts'
import { isSsprCode, ssprEntry } from '#core/codes/sspr.ts'
import type { PassThroughHost } from '../pass-through/agent-routes.ts'
import { changeOwnPassword } from '../sspr/change-own-password.ts'
import type { PasswordResetHost } from '../sspr/password-reset-host.ts'
import { registrationNeeded } from '../sspr/registration-need.ts'
import { issueRegistrationTicket } from '../sspr/registration-tickets.ts'
import type { CheckOnPremises } from './attempt-sign-in.ts'
import { createDeviceCodes } from './device-codes.ts'
import { createTokenIssuer } from './issue-tokens.ts'
import type { OAuthHost } from './oauth-host.ts'
import { createOneTimeCodes } from './one-time-codes.ts'
import { createRefreshTokens } from './refresh-tokens.ts'
import { createSpentTokens } from './spent-tokens.ts'

/** Pass-through sign-ins are Active Directory's to check: one of the tenant's agents is asked. */
const askAnAgent =
  ({ agentChannel }: PassThroughHost): CheckOnPremises =>
  ({ lab }, { onPremisesUserPrincipalName, userPrincipalName: cloudName }, password, correlationId) =>
    agentChannel.validate(lab, {
      userPrincipalName: onPremisesUserPrincipalName ?? cloudName,
      password,
      correlationId,
    })

const changeText = (code: string): string =>
  say(
    isPasswordChangeCode(code)
      ? passwordChangeEntry(code).says
      : isSsprCode(code)
        ? ssprEntry(code).says
        : code,
  )

export const createOAuthHost = (host: PasswordResetHost & PassThroughHost): OAuthHost => ({
  ...host,
  issuer: createTokenIssuer(host.keys),
  codes: createOneTimeCodes('1.A'),
  refreshTokens: createRefreshTokens(host.sealer, host.tenants),
  spentRefreshTokens: createSpentTokens(),
  spentAssertions: createSpentTokens(),
  deviceCodes: createDeviceCodes(),
  checkOnPremises: askAnAgent(host),
  registration: {
    needed: ({ directory }, user) => registrationNeeded(directory, user).needed,
    ticket: ({ directory }, user, resumeUrl, registersFor) =>
      issueRegistrationTicket(host, directory, user, { resumeUrl, registersFor }),
  },
  changePassword: async ({ directory }, change) => {
    const refusal = await changeOwnPassword(host, directory, change)
    return refusal === undefined ? undefined : changeText(refusal.code)
  },
})
