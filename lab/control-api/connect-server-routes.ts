/** The Connect servers of a lab by name; each answers the same verbs (core/contracts/connect.ts) below its own path. */
import { z } from 'zod'
import type { RunningLab } from '../host.ts'
import { LabRefusal } from '../refusal.ts'
import { route } from './route.ts'

const list = '/lab/v1/labs/{lab}/connect-servers'

type Servers = NonNullable<RunningLab['connect']['all']>

const serversOf = ({ connect }: RunningLab): Servers => connect.all ?? new Map()

/** In any case; throws LabRefusal `LabConnectServerNotFound`. */
export function connectServerNamed(lab: RunningLab, name: string): RunningLab['connect']['current'] {
  for (const [known, server] of serversOf(lab)) if (known.toLowerCase() === name.toLowerCase()) return server
  throw new LabRefusal('LabConnectServerNotFound', { server: name })
}

export const connectServerRoutes = [
  route({
    method: 'get',
    path: list,
    tag: 'connect',
    summary:
      'The Connect servers by name, the first one first; below `/{name}/` each has the verbs of `/connect/`.',
    answer: z.object({ servers: z.array(z.object({ serverName: z.string(), path: z.string() })) }),
    handle: ({ lab }) => {
      const running = lab()
      return {
        servers: [...serversOf(running).keys()].map((serverName) => ({
          serverName,
          path: `${list.replace('{lab}', running.lab.id)}/${serverName}`,
        })),
      }
    },
  }),
]
