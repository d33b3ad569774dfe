/** The Connect servers of a lab by name; each answers the same verbs (core/contracts/connect.ts) below its own path. */
import { z } from 'zod'
import type { ConnectPart, OpenedLab } from '../open-lab.ts'
import { LabRefusal } from '../refusal.ts'
import { route } from './route.ts'

const list = '/lab/v1/labs/{lab}/connect-servers'

type Servers = Pick<OpenedLab, 'world' | 'connect'>

const namesOf = ({ world, connect }: Servers): string[] => [
  world.connect.serverName,
  ...connect.further.keys(),
]

/** In any case; throws LabRefusal `LabConnectServerNotFound`. */
export function connectServerNamed(lab: Servers, name: string): ConnectPart {
  const found = namesOf(lab).find((known) => known.toLowerCase() === name.toLowerCase())
  if (found === undefined) throw new LabRefusal('LabConnectServerNotFound', { server: name })
  return lab.connect.further.get(found) ?? lab.connect.current
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
        servers: namesOf(running).map((serverName) => ({
          serverName,
          path: `${list.replace('{lab}', running.lab.id)}/${serverName}`,
        })),
      }
    },
  }),
]
