/** How the console reaches people and servers: the sign-in page, the credential dialog, Graph and the Connect server. */
import { ref, shallowRef, watch } from 'vue'
import { useLab } from '../../../lab/lab-store.ts'
import { ConsoleError } from '../../../powershell/command.ts'
import type { ConsoleDoors } from '../../../powershell/open-console.ts'
import { endSession } from '../../../sign-in/sign-in.ts'
import { useTokens } from '../../../sign-in/token-store.ts'

interface Credential {
  readonly username: string
  readonly password: string
}

export function useConsoleDoors(clear: () => void) {
  const lab = useLab()
  const tokens = useTokens()
  const asking = shallowRef<{ readonly why: string; readonly answer: (given?: Credential) => void }>()
  const signingIn = ref(false)
  const account = () => tokens.signedIn('admin')?.userPrincipalName

  const askCredential = (why: string): Promise<Credential> =>
    new Promise((resolve, reject) => {
      asking.value = {
        why,
        answer: (given) =>
          given ? resolve(given) : reject(new ConsoleError('No name and password were given.')),
      }
    })

  function giveCredential(given?: Credential): void {
    asking.value?.answer(given)
    asking.value = undefined
  }

  /** Whoever is signed in to the portal's browser is taken: it is the same single sign-on. */
  const connect = (): Promise<string> => {
    const known = account()
    if (known !== undefined) return Promise.resolve(known)
    signingIn.value = true
    return new Promise((resolve, reject) => {
      const stop = watch([account, signingIn], ([who, going]) => {
        if (who === undefined && going) return
        stop()
        signingIn.value = false
        if (who === undefined) reject(new ConsoleError('The sign-in was cancelled.'))
        else resolve(who)
      })
    })
  }

  /** At the token service too, so that the next to connect is asked who they are. */
  async function disconnect(): Promise<void> {
    await endSession('admin', lab.authorityPath)
    tokens.signOut('admin')
  }

  const doors: Omit<ConsoleDoors, 'now'> = {
    connect: `${lab.api}/connect`,
    askCredential,
    clear,
    graph: { connect, account, disconnect },
  }
  return {
    doors,
    asking,
    signingIn,
    giveCredential,
    stopSignIn: () => {
      signingIn.value = false
    },
  }
}
