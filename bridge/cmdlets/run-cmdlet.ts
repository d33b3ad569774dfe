/** Finds a cmdlet by its name, binds what was given, carries it out (core/contracts/connect-cmdlets.ts). */
import { bindParameters, describeParameters } from '#core/contracts/cmdlet.ts'
import {
  type CmdletAnswer,
  type ConnectCmdlet,
  cmdletNamed,
  connectCmdletNames,
  connectCmdlets,
} from '#core/contracts/connect-cmdlets.ts'
import { ok, type Result } from '#core/result.ts'
import type { ConnectRefusal } from '../connect-refusal.ts'
import type { ConnectTools } from '../connect-routes.ts'
import { type CmdletHandlers, no } from './cmdlet-handlers.ts'
import { diagnosticCmdlets } from './diagnostics.ts'
import { machineCmdlets } from './machine-cmdlets.ts'
import { networkCmdlets } from './network-cmdlets.ts'
import { passwordCmdlets } from './password-cmdlets.ts'
import { permissionCmdlets } from './permission-cmdlets.ts'
import { schedulerCmdlets } from './scheduler-cmdlets.ts'
import { tenantCmdlets } from './tenant-cmdlets.ts'
import { upgradeCmdlets } from './upgrade-cmdlets.ts'
import { viewCmdlets } from './view-cmdlets.ts'

const handlers: CmdletHandlers<ConnectCmdlet> = {
  ...schedulerCmdlets,
  ...passwordCmdlets,
  ...tenantCmdlets,
  ...permissionCmdlets,
  ...upgradeCmdlets,
  ...viewCmdlets,
  ...networkCmdlets,
  ...machineCmdlets,
  ...diagnosticCmdlets,
}

/** A cmdlet with parameters of which nobody here knows more than that its schema has parsed them. */
type AnyHandler = (
  tools: ConnectTools,
  given: unknown,
) => Promise<Result<readonly Record<string, unknown>[], ConnectRefusal>>

/** Refuses with `UnknownCmdlet` or `CmdletParameters` (one sentence), or with what the cmdlet refuses. */
export async function runCmdlet(
  tools: ConnectTools,
  typed: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<Result<CmdletAnswer, ConnectRefusal>> {
  const cmdlet = cmdletNamed(typed)
  if (cmdlet === undefined) return no('UnknownCmdlet', typed)
  const bound = bindParameters(connectCmdlets[cmdlet], parameters)
  if (!bound.ok) return no('CmdletParameters', bound.failure)
  const written = await (handlers[cmdlet] as AnyHandler)(tools, bound.value)
  return written.ok ? ok({ cmdlet, output: [...written.value] }) : written
}

/** Every cmdlet with its parameters, for consoles that complete and explain. */
export const cmdletRows = () =>
  connectCmdletNames.map((name) => {
    const { synopsis, kind } = connectCmdlets[name]
    return { name, synopsis, kind, parameters: describeParameters(connectCmdlets[name]) }
  })
