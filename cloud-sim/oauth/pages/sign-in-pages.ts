/**
 * The sign-in pages, with the control names of the real ones (loginfmt, passwd, idSIButton9, idBtn_Back). Every value
 * from outside is escaped.
 */
import { brand, escapeHtml, form, hidden, type Page, problem } from './page-frame.ts'

export const userNamePage = (
  action: string,
  flowToken: string,
  options: { readonly userName: string; readonly error?: string; readonly app: string },
): Page => ({
  title: 'Sign in to your account',
  body: (t) =>
    `${brand}<h1 id="loginHeader">${escapeHtml(t('Sign in'))}</h1>${form(
      t,
      action,
      `${hidden('flowToken', flowToken)}${problem(t, options.error, 'usernameError')}<label for="i0116">${escapeHtml(t('Email address or user name'))}</label><input type="text" id="i0116" name="loginfmt" value="${escapeHtml(options.userName)}" autocomplete="username" autofocus required maxlength="113">`,
      { primary: 'Next' },
    )}<p class="small">${escapeHtml(t('to continue to'))} ${escapeHtml(options.app)}</p>`,
})

export const passwordPage = (
  action: string,
  back: string,
  flowToken: string,
  options: { readonly userName: string; readonly error?: string; readonly forgot: string },
): Page => ({
  title: 'Sign in to your account',
  body: (t) =>
    `${brand}<p class="identity" id="displayName">${escapeHtml(options.userName)}</p><h1 id="loginHeader">${escapeHtml(t('Enter password'))}</h1>${form(
      t,
      action,
      `${hidden('flowToken', flowToken)}${hidden('loginfmt', options.userName)}${problem(t, options.error, 'passwordError')}<label for="i0118">${escapeHtml(t('Password'))}</label><input type="password" id="i0118" name="passwd" autocomplete="current-password" autofocus required maxlength="256">`,
      { primary: 'Sign in', secondary: { id: 'idBtn_Back', label: 'Back', action: back } },
    )}<p><a id="idA_PWD_ForgotPassword" href="${escapeHtml(options.forgot)}">${escapeHtml(t('Forgot my password'))}</a></p>`,
})

export const staySignedInPage = (yes: string, no: string, flowToken: string, userName: string): Page => ({
  title: 'Stay signed in?',
  body: (t) =>
    `${brand}<p class="identity">${escapeHtml(userName)}</p><h1 id="kmsiTitle">${escapeHtml(t('Stay signed in?'))}</h1><p>${escapeHtml(t('Then you will be asked to sign in less often.'))}</p>${form(t, yes, hidden('flowToken', flowToken), { primary: 'Yes', secondary: { id: 'idBtn_Back', label: 'No', action: no } })}`,
})

export interface ConsentView {
  readonly userName: string
  readonly app: string
  readonly scopes: readonly string[]
  readonly mayConsentForAll: boolean
}

export const consentPage = (
  accept: string,
  decline: string,
  flowToken: string,
  { userName, app, scopes, mayConsentForAll }: ConsentView,
): Page => ({
  title: 'Permissions requested',
  body: (t) =>
    `${brand}<p class="identity">${escapeHtml(userName)}</p><h1>${escapeHtml(t('Permissions requested'))}</h1><p><strong>${escapeHtml(app)}</strong> ${escapeHtml(t('would like to:'))}</p><ul>${scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')}</ul>${form(
      t,
      accept,
      `${hidden('flowToken', flowToken)}${mayConsentForAll ? `<label><input type="checkbox" name="forAll" value="1"> ${escapeHtml(t('Consent on behalf of your organization'))}</label>` : ''}`,
      { primary: 'Accept', secondary: { id: 'idBtn_Cancel', label: 'Cancel', action: decline } },
    )}`,
})

export const changePasswordPage = (
  action: string,
  flowToken: string,
  options: { readonly userName: string; readonly error?: string },
): Page => ({
  title: 'Update your password',
  body: (t) =>
    `${brand}<p class="identity">${escapeHtml(options.userName)}</p><h1>${escapeHtml(t('Update your password'))}</h1><p>${escapeHtml(t('You need to update your password because this is the first time you are signing in, or because your password has expired.'))}</p>${form(
      t,
      action,
      `${hidden('flowToken', flowToken)}${problem(t, options.error, 'changePasswordError')}<label for="currentPassword">${escapeHtml(t('Current password'))}</label><input type="password" id="currentPassword" name="currentPassword" autocomplete="current-password" required autofocus maxlength="256"><label for="newPassword">${escapeHtml(t('New password'))}</label><input type="password" id="newPassword" name="newPassword" autocomplete="new-password" required maxlength="256"><label for="confirmNewPassword">${escapeHtml(t('Confirm password'))}</label><input type="password" id="confirmNewPassword" name="confirmNewPassword" autocomplete="new-password" required maxlength="256">`,
      { primary: 'Sign in' },
    )}`,
})

const otherThanRegistering = (way: { readonly skip: string } | { readonly back: string }) => {
  const id = 'idBtn_Back'
  return 'skip' in way
    ? { id, label: 'Skip for now', action: way.skip }
    : { id, label: 'Use another account', action: way.back }
}

/** What must be registered for the sign-in to go on cannot be skipped: another account is the only other way. */
export const moreInformationPage = (
  next: string,
  way: { readonly skip: string } | { readonly back: string },
  flowToken: string,
  userName: string,
): Page => ({
  title: 'More information required',
  body: (t) =>
    `${brand}<p class="identity">${escapeHtml(userName)}</p><h1 id="moreInformation">${escapeHtml(t('More information required'))}</h1><p>${escapeHtml(t('Your organization needs more information to keep your account secure.'))}</p>${form(t, next, hidden('flowToken', flowToken), { primary: 'Next', secondary: otherThanRegistering(way) })}`,
})

export const accountsPage = (
  action: string,
  flowToken: string,
  accounts: readonly { readonly sid: string; readonly userName: string }[],
): Page => ({
  title: 'Pick an account',
  body: (t) =>
    `${brand}<h1>${escapeHtml(t('Pick an account'))}</h1><form method="post" action="${escapeHtml(action)}">${hidden('flowToken', flowToken)}${accounts.map(({ sid, userName }) => `<button class="choice" name="sid" value="${escapeHtml(sid)}">${escapeHtml(userName)}</button>`).join('')}<button class="choice" id="otherTile" name="sid" value="">${escapeHtml(t('Use another account'))}</button></form>`,
})

export const errorPage = (
  title: string,
  text: string,
  details: readonly (readonly [string, string])[],
): Page => ({
  title: 'Sign in to your account',
  status: 400,
  body: (t) =>
    `${brand}<h1>${escapeHtml(t(title))}</h1><p id="errorText">${escapeHtml(t(text))}</p><details open class="small"><summary>${escapeHtml(t('Troubleshooting details'))}</summary>${details.map(([name, value]) => `<div>${escapeHtml(name)}: <code>${escapeHtml(value)}</code></div>`).join('')}</details>`,
})

export const messagePage = (title: string, text: string): Page => ({
  title,
  body: (t) => `${brand}<h1>${escapeHtml(t(title))}</h1><p>${escapeHtml(t(text))}</p>`,
})

/** Loads the front-channel addresses of the applications (`frames`), then goes on, where there is somewhere to go. */
export function signedOutPage(frames: readonly string[], onward: string | undefined): Page {
  const title = 'You signed out of your account'
  const shown = messagePage(title, "It's a good idea to close all browser windows.")
  const hiddenFrames = frames.map(
    (url) => `<iframe hidden title="sign-out" src="${escapeHtml(url)}"></iframe>`,
  )
  return {
    ...shown,
    body: (t) => shown.body(t) + hiddenFrames.join(''),
    ...(onward === undefined ? {} : { onward }),
  }
}

export const deviceCodePage = (
  action: string,
  options: { readonly code: string; readonly error?: string },
): Page => ({
  title: 'Enter code',
  body: (t) =>
    `${brand}<h1>${escapeHtml(t('Enter code'))}</h1><p>${escapeHtml(t('Enter the code displayed on your app or device.'))}</p>${form(
      t,
      action,
      `${problem(t, options.error, 'otcError')}<label for="otc">${escapeHtml(t('Code'))}</label><input type="text" id="otc" name="otc" value="${escapeHtml(options.code)}" maxlength="20" autocapitalize="characters" autofocus required>`,
      { primary: 'Next' },
    )}`,
})

export const deviceConfirmPage = (action: string, decline: string, flowToken: string, app: string): Page => ({
  title: 'Confirm',
  body: (t) =>
    `${brand}<h1>${escapeHtml(t('Are you trying to sign in to'))} ${escapeHtml(app)}?</h1><p>${escapeHtml(t('Only continue if you started this sign-in on your own device, and trust the app.'))}</p>${form(t, action, hidden('flowToken', flowToken), { primary: 'Continue', secondary: { id: 'idBtn_Cancel', label: 'Cancel', action: decline } })}`,
})

/** Sends the answer on by POST; with a button for browsers without scripts. */
export const formPostPage = (redirectUri: string, fields: readonly (readonly [string, string])[]): Page => ({
  title: 'Working...',
  formTarget: redirectUri,
  body: (t) =>
    `<form method="post" name="hiddenform" action="${escapeHtml(redirectUri)}">${fields.map(([name, value]) => hidden(name, value)).join('')}<noscript><p>${escapeHtml(t('Scripts are off. Press the button to go on.'))}</p><input type="submit" value="${escapeHtml(t('Submit'))}"></noscript></form>`,
  script: 'submit',
})
