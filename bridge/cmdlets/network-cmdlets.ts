/** Test-NetConnection through this server's network: what a proxy holds back is held back here too (writeback.md §5.5, §7.5). */
import { ok } from '#core/result.ts'
import type { CmdletHandlers } from './cmdlet-handlers.ts'

export const networkCmdlets: CmdletHandlers<'Test-NetConnection'> = {
  'Test-NetConnection': async ({ server }, { ComputerName, Port = 443 }) => {
    const { reachable, detail } = await server.network.tryHost(ComputerName, Port)
    return ok([{ ComputerName, RemotePort: Port, TcpTestSucceeded: reachable, Detail: detail }])
  },
}
