/** The pages of the lab's federation service, with AD FS's control names: userNameInput, passwordInput, submitButton. */
import { escapeXml } from './xml-text.ts'

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeXml(title)}</title><style>body{margin:0;min-height:100vh;display:grid;place-items:center;background:#e9edf0;font:15px/1.4 "Segoe UI",system-ui,sans-serif}main{background:#fff;width:min(400px,100vw);padding:40px}label{display:block;margin-top:12px}input{font:inherit;width:100%;box-sizing:border-box;padding:6px}input[type=submit]{margin-top:24px;background:#2672ec;color:#fff;border:0;padding:8px}.error{color:#b3251e}</style></head><body><main>${body}</main></body></html>`

export interface LogonView {
  readonly organization: string
  readonly action: string
  readonly userName: string
  readonly error?: string
}

export const logonPage = ({ organization, action, userName, error }: LogonView): string =>
  page(
    'Sign In',
    `<p>${escapeXml(organization)}</p><h1>Sign in with your organizational account</h1><form method="post" id="loginForm" action="${escapeXml(action)}" autocomplete="off">${error === undefined ? '' : `<p class="error" id="errorText" role="alert">${escapeXml(error)}</p>`}<label for="userNameInput">User account</label><input id="userNameInput" name="UserName" type="email" value="${escapeXml(userName)}" autocomplete="username" required maxlength="113"><label for="passwordInput">Password</label><input id="passwordInput" name="Password" type="password" autocomplete="current-password" required autofocus maxlength="256"><input type="submit" id="submitButton" value="Sign in"></form>`,
  )

const submit = 'document.forms[0].submit()'
/** SHA-256 of the page's one script, for its content security policy. */
export const submitHash = 'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE='

/** Posts the signed answer to the cloud; with a button for browsers without scripts. */
export const answerPage = (target: string, fields: Readonly<Record<string, string>>): string =>
  page(
    'Working...',
    `<form method="post" name="hiddenform" action="${escapeXml(target)}">${Object.entries(fields)
      .map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeXml(value)}">`)
      .join(
        '',
      )}<noscript><p>Scripts are off. Press the button to go on.</p><input type="submit" id="submitButton" value="Submit"></noscript></form><script>${submit}</script>`,
  )

export const noticePage = (title: string, text: string): string =>
  page(title, `<h1>${escapeXml(title)}</h1><p>${escapeXml(text)}</p>`)
