/**
 * The pages of the second factor, with the control names of the real ones (otc, idSubmit_SAOTCC_Continue,
 * idRichContext_DisplaySign, signInAnotherWay, authMethodId). A page that waits for the phone asks by itself whether it has
 * answered; without scripts a button does.
 */
import type { SecondFactor } from '#core/entra/second-factor.ts'
import { brand, escapeHtml, hidden, type Page, problem } from './page-frame.ts'
import type { Speak } from './page-reader.ts'

export interface SecondFactorForms {
  readonly verify: string
  readonly poll: string
  readonly begin: string
  readonly choose: string
  readonly flowToken: string
  readonly userName: string
  readonly error?: string | undefined
}

const head = (t: Speak, { userName, error }: SecondFactorForms, id: string, title: string): string =>
  `${brand}<p class="identity" id="displayName">${escapeHtml(userName)}</p><h1 id="${id}">${escapeHtml(title)}</h1>${problem(t, error, 'idSpan_SAOTCC_Error_OTC')}`

const protectedBy = (t: Speak): string =>
  `<p class="small">${escapeHtml(t('Asked for by the multifactor authentication of {directory}.'))}</p>`

/** The way to the other methods stands in the same form, with an address of its own. */
const otherWay = (t: Speak, { choose }: SecondFactorForms): string =>
  `<input type="submit" id="signInAnotherWay" class="link" formaction="${escapeHtml(choose)}" formnovalidate value="${escapeHtml(t('Use another way'))}">`

/** Waits for the app or the call. `number`: to be typed into the app. */
export const phonePage = (
  forms: SecondFactorForms,
  { number, hint }: { readonly number: string | undefined; readonly hint: string },
): Page => ({
  title: 'Sign in to your account',
  script: 'poll',
  body: (t) =>
    `${head(t, forms, 'idDiv_SAOTCAS_Title', t('Approve sign-in request'))}<p id="idDiv_SAOTCAS_Description">${
      number === undefined
        ? `${escapeHtml(t('Your phone is being called. Answer it and press # to go on.'))} ${escapeHtml(hint)}`
        : escapeHtml(t('Open your authenticator app and type the number shown here to sign in.'))
    }</p>${number === undefined ? '' : `<p class="number" id="idRichContext_DisplaySign">${escapeHtml(number)}</p>`}<form method="post" action="${escapeHtml(forms.verify)}" data-poll="${escapeHtml(forms.poll)}">${hidden('flowToken', forms.flowToken)}<p role="status">${escapeHtml(t('Waiting for your phone.'))}</p><noscript><div class="buttons"><input type="submit" id="idSIButton9" class="primary" value="${escapeHtml(t('I have answered'))}"></div></noscript>${otherWay(t, forms)}</form>${protectedBy(t)}`,
})

/** Asks for the code of the app, or of the text that went to `hint`. */
export const codePage = (forms: SecondFactorForms, hint: string): Page => ({
  title: 'Sign in to your account',
  body: (t) =>
    `${head(t, forms, 'idDiv_SAOTCC_Title', t('Enter code'))}<form method="post" action="${escapeHtml(forms.verify)}" autocomplete="off">${hidden('flowToken', forms.flowToken)}<label for="idTxtBx_SAOTCC_OTC">${
      hint === ''
        ? escapeHtml(t('Code that your authenticator app shows for this account'))
        : `${escapeHtml(t('Code from the text message to'))} ${escapeHtml(hint)}`
    }</label><input type="text" id="idTxtBx_SAOTCC_OTC" name="otc" inputmode="numeric" autocomplete="one-time-code" maxlength="12" autofocus required><div class="buttons"><input type="submit" id="idSubmit_SAOTCC_Continue" class="primary" value="${escapeHtml(t('Verify'))}"></div>${otherWay(t, forms)}</form>${protectedBy(t)}`,
})

export interface OfferedFactor {
  readonly method: SecondFactor
  readonly hint: string
}

/** Texts of the buttons; the number follows. */
const offers = (t: Speak): Readonly<Record<SecondFactor, string>> => ({
  PhoneAppNotification: t('Approve a request in my authenticator app'),
  PhoneAppOTP: t('Use a code from my authenticator app'),
  OneWaySMS: t('Text a code to'),
  TwoWayVoiceMobile: t('Call'),
  TwoWayVoiceOffice: t('Call the office phone'),
})

export const choosePage = (forms: SecondFactorForms, offered: readonly OfferedFactor[]): Page => ({
  title: 'Sign in to your account',
  body: (t) => {
    const texts = offers(t)
    const buttons = offered.map(
      ({ method, hint }) =>
        `<button class="choice" name="authMethodId" value="${method}">${escapeHtml(`${texts[method]} ${hint}`.trim())}</button>`,
    )
    return `${head(t, forms, 'idDiv_SAOTCS_Title', t('Verify your identity'))}<form method="post" action="${escapeHtml(forms.begin)}" id="idDiv_SAOTCS_Proofs">${hidden('flowToken', forms.flowToken)}${buttons.join('')}</form>${protectedBy(t)}`
  },
})
