/** A logon as Active Directory sees it: a bind as the user. Agents and the federation service ask this way. */
import type { ForestEndpoint } from '../forest-connections.ts'
import { DirectoryConnection, DirectoryRefusal, DirectoryUnreachable } from './directory-connection.ts'

export type Logon<Read> =
  | { readonly outcome: 'accepted'; readonly read: Read }
  /** Win32 error: LDAP's `data` sub-code. */
  | { readonly outcome: 'refused'; readonly win32: number }
  | { readonly outcome: 'unreachable' }

const wrongPassword = 1326
const unspecific = '52e'

/** `act` reads as the user who has logged on. */
export async function logOn<Read>(
  forest: ForestEndpoint,
  username: string,
  password: string,
  act: (connection: DirectoryConnection) => Promise<Read>,
): Promise<Logon<Read>> {
  // An empty password is an anonymous bind (RFC 4513 §5.1.2), which proves nothing.
  if (password === '' || username === '') return { outcome: 'refused', win32: wrongPassword }
  const connection = new DirectoryConnection(forest, () => ({ username, password }))
  try {
    return { outcome: 'accepted', read: await act(connection) }
  } catch (error) {
    if (error instanceof DirectoryUnreachable) return { outcome: 'unreachable' }
    if (!(error instanceof DirectoryRefusal)) throw error
    const data = /\bdata ([0-9a-f]+)/i.exec(error.diagnostic)?.[1] ?? unspecific
    return { outcome: 'refused', win32: Number.parseInt(data, 16) }
  } finally {
    await connection.close()
  }
}
