/**
 * What all pages of the token service have in common: the frame, its colours, forms and their buttons. Plain HTML and CSS;
 * the few that need a script name it, and no other runs. A page may be framed by its own origin only.
 */
import { createHash } from 'node:crypto'
import type { Response } from 'express'
import { readerOf, type Speak } from './page-reader.ts'
import { pageStyle } from './page-style.ts'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char)

const scripts = {
  /** Sends the form on at once. */
  submit: 'document.forms[0].submit()',
  /** Asks once a second whether the phone has answered, and then sends the form on. */
  poll: `const form=document.forms[0];const ask=async()=>{const body=new URLSearchParams(new FormData(form));const said=await fetch(form.dataset.poll,{method:'POST',body}).then((answer)=>answer.text()).catch(()=>'waiting');if(said==='waiting')setTimeout(ask,1000);else form.submit()};setTimeout(ask,1000)`,
} as const

const hashes = Object.values(scripts).map(
  (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
)
const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${hashes.join(' ')}; connect-src 'self'; frame-ancestors 'self'; frame-src *; base-uri 'none'`

export interface Page {
  readonly title: string
  /** Escaped HTML, in the reader's language. */
  readonly body: (t: Speak) => string
  readonly status?: number
  /** Where the browser goes on to by itself, once the page's frames have had their time. */
  readonly onward?: string
  /** Where forms may lead to, besides this origin: the redirect URI of form_post. */
  readonly formTarget?: string
  readonly script?: keyof typeof scripts
}

export function sendPage(response: Response, page: Page): void {
  const { language, theme, speak } = readerOf(response.req)
  response.statusCode = page.status ?? 200
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store, no-cache')
  response.setHeader('X-Frame-Options', 'SAMEORIGIN')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin')
  response.setHeader('Content-Security-Policy', policy)
  const look = theme === undefined ? '' : ` data-theme="${theme}"`
  const script = page.script === undefined ? '' : `<script>${scripts[page.script]}</script>`
  response.end(
    `<!doctype html><html lang="${language}"${look}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">${onwardTag(page)}<title>${escapeHtml(speak(page.title))}</title><style>${pageStyle}</style></head><body><main>${page.body(speak)}</main>${script}</body></html>`,
  )
}

const onwardTag = ({ onward }: Page): string =>
  onward === undefined ? '' : `<meta http-equiv="refresh" content="3;url=${escapeHtml(onward)}">`

export const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`

/** `secondary`: a second way out of the form, with its own address. */
export interface FormButtons {
  readonly primary: string
  readonly secondary?: { readonly id: string; readonly label: string; readonly action: string }
}

export function form(t: Speak, action: string, fields: string, { primary, secondary }: FormButtons): string {
  const back =
    secondary === undefined
      ? ''
      : `<input type="submit" id="${secondary.id}" value="${escapeHtml(t(secondary.label))}" formaction="${escapeHtml(secondary.action)}" formnovalidate>`
  // The first submit button is the one that Enter presses; CSS puts it last.
  return `<form method="post" action="${escapeHtml(action)}" autocomplete="off">${fields}<div class="buttons"><input type="submit" id="idSIButton9" class="primary" value="${escapeHtml(t(primary))}" style="order:2">${back}</div></form>`
}

export const brand = '<p class="brand">Hybrid Identity Lab</p>'
export const problem = (t: Speak, text: string | undefined, id: string): string =>
  text === undefined ? '' : `<div class="error" id="${id}" role="alert">${escapeHtml(t(text))}</div>`
