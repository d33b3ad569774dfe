/** The pages of the lab's federation service, with AD FS's control names: userNameInput, passwordInput, submitButton. */
import type { Chosen } from '#core/contracts/screen-choices.ts'
import { escapeXml } from './xml-text.ts'

/** A page of the service; `dressed` makes the document of it. */
export interface FederationPage {
  readonly title: string
  /** Escaped. */
  readonly body: string
}

const page = (title: string, body: string): FederationPage => ({ title, body })

const dark =
  'color-scheme:dark;--ground:#1a1918;--surface:#242322;--ink:#f5f4f2;--brand:#62abf5;--on-brand:#0b1a29;--bad:#f58a93'
const style = `:root{font-size:15px;color-scheme:light;--ground:#e9edf0;--surface:#fff;--ink:#1b1b1b;--brand:#1a5fc4;--on-brand:#fff;--bad:#b3251e}@media (prefers-color-scheme:dark){:root:not([data-theme]){${dark}}}:root[data-theme=dark]{${dark}}:root[data-theme=projector]{font-size:18px;--ground:#fff;--ink:#000;--brand:#083c6b;--bad:#7d0010}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);font:1rem/1.4 "Segoe UI",system-ui,sans-serif}main{background:var(--surface);width:min(26.7rem,100vw);padding:40px}label{display:block;margin-top:12px}input{font:inherit;width:100%;box-sizing:border-box;padding:6px}input[type=submit]{margin-top:24px;background:var(--brand);color:var(--on-brand);border:0;padding:8px}.error{color:var(--bad)}`

/** In the theme that the reader chose on the lab's screens; without a choice, as their system asks. */
export const dressed = ({ title, body }: FederationPage, theme: Chosen<'theme'> | undefined): string =>
  `<!doctype html><html lang="en"${theme === undefined ? '' : ` data-theme="${theme}"`}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeXml(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`

export interface LogonView {
  readonly organization: string
  readonly action: string
  readonly userName: string
  readonly error?: string
}

export const logonPage = ({ organization, action, userName, error }: LogonView): FederationPage =>
  page(
    'Sign In',
    `<p>${escapeXml(organization)}</p><h1>Sign in with your organizational account</h1><form method="post" id="loginForm" action="${escapeXml(action)}" autocomplete="off">${error === undefined ? '' : `<p class="error" id="errorText" role="alert">${escapeXml(error)}</p>`}<label for="userNameInput">User account</label><input id="userNameInput" name="UserName" type="email" value="${escapeXml(userName)}" autocomplete="username" required maxlength="113"><label for="passwordInput">Password</label><input id="passwordInput" name="Password" type="password" autocomplete="current-password" required autofocus maxlength="256"><input type="submit" id="submitButton" value="Sign in"></form>`,
  )

const submit = 'document.forms[0].submit()'
/** SHA-256 of the page's one script, for its content security policy. */
export const submitHash = 'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='

/** Posts the signed answer to the cloud; with a button for browsers without scripts. */
export const answerPage = (target: string, fields: Readonly<Record<string, string>>): FederationPage =>
  page(
    'Working...',
    `<form method="post" name="hiddenform" action="${escapeXml(target)}">${Object.entries(fields)
      .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeXml(value)}">`)
      .join(
        '',
      )}<noscript><p>Scripts are off. Press the button to go on.</p><input type="submit" id="submitButton" value="Submit"></noscript></form><script>${submit}</script>`,
  )

export const noticePage = (title: string, text: string): FederationPage =>
  page(title, `<h1>${escapeXml(title)}</h1><p>${escapeXml(text)}</p>`)
