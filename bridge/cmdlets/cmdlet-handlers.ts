/** How a cmdlet is carried out: what it is given by its contract, to the objects that it writes. */
import type { z } from 'zod'
import type { ConnectRefusalCode } from '#core/codes/connect-refusals.ts'
import type { Bound } from '#core/contracts/cmdlet.ts'
import type { ConnectCmdlet, connectCmdlets } from '#core/contracts/connect-cmdlets.ts'
import { fail, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal } from '../connect-refusal.ts'
import type { ConnectTools } from '../connect-routes.ts'
import { type Configuration, configurationOf } from '../state/configuration.ts'

type Definitions = typeof connectCmdlets
export type CmdletParameters<Name extends ConnectCmdlet> = Bound<Definitions[Name]['parameters']>
type Written<Name extends ConnectCmdlet> = z.output<Definitions[Name]['output']>
export type CmdletResult<Name extends ConnectCmdlet> = Result<readonly Written<Name>[], ConnectRefusal>

export type CmdletHandlers<Names extends ConnectCmdlet> = {
  readonly [Name in Names]: (
    tools: ConnectTools,
    given: CmdletParameters<Name>,
  ) => CmdletResult<Name> | Promise<CmdletResult<Name>>
}

export const no = (code: ConnectRefusalCode, detail?: string) => fail(refusal(code, detail))

/** Refuses on a server where nothing is installed. */
export async function onInstalled<Answer>(
  { server }: ConnectTools,
  work: (
    configuration: Configuration,
  ) => Promise<Result<Answer, ConnectRefusal>> | Result<Answer, ConnectRefusal>,
): Promise<Result<Answer, ConnectRefusal>> {
  const configuration = configurationOf(server.state)
  return configuration === undefined ? no('ConnectNotInstalled') : work(configuration)
}
