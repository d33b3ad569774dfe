/** Reads the user name and password out of a WS-Trust request (WS-Security UsernameToken). */

export interface UsernameToken {
  readonly username: string
  readonly password: string
}

const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'

/** Undefined when the text is no XML, declares a document type (entities have no place here), or has no token. */
export async function readUsernameToken(text: string): Promise<UsernameToken | undefined> {
  if (text.includes('<!DOCTYPE')) return undefined
  const { DOMParser } = await import('@xmldom/xmldom')
  let broken = false
  const fail = () => {
    broken = true
  }
  const document = new DOMParser({
    errorHandler: { error: fail, fatalError: fail, warning: fail },
  }).parseFromString(text, 'text/xml')
  if (broken) return undefined
  const textOf = (name: string) =>
    document?.getElementsByTagNameNS(security, name).item(0)?.textContent ?? undefined
  const [username, password] = [textOf('Username'), textOf('Password')]
  return username === undefined || password === undefined ? undefined : { username, password }
}
