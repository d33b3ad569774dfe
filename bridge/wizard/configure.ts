/** Carries out what the wizard has planned, line by line; a line that fails ends it and says why. Source: writeback.md §7.2. */
import { ok, type Result } from '#core/result.ts'
import { scopeOfSelection } from '#core/sync/container-scope.ts'
import type { ConnectRefusal } from '../connect-refusal.ts'
import type { CloudAccount } from '../connectors/cloud-connection.ts'
import type { Scheduler } from '../scheduler.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'
import { offboard, onboard } from '../writeback/onboarding.ts'
import type { RelayListener } from '../writeback/relay-listener.ts'
import type { Draft, Plan } from './wizard-pages.ts'

export interface ConfigureTools {
  readonly server: ServerContext
  readonly scheduler: Scheduler
  readonly listener: RelayListener
}

/** `done` hears after each line of the plan. */
export async function configure(
  { server, scheduler, listener }: ConfigureTools,
  draft: Draft,
  plan: Plan,
  administrator: CloudAccount,
  done: () => void,
): Promise<Result<undefined, ConnectRefusal>> {
  await storeChoices(server, draft)
  done()
  if (plan.scopeChanged) {
    await scheduler.configure({ nextPolicy: 'Initial' })
    done()
  }
  if (plan.passwordHashSync !== undefined) done()
  if (plan.writeback !== undefined) {
    const changed =
      plan.writeback === 'enable'
        ? await onboard(server, administrator)
        : await offboard(server, administrator)
    if (!changed.ok) return changed
    listener.follow()
    await listener.settled()
    done()
  }
  await scheduler.run(plan.scopeChanged ? 'Initial' : 'Delta')
  done()
  return ok(undefined)
}

async function storeChoices(server: ServerContext, draft: Draft): Promise<void> {
  const configuration = requireConfiguration(server)
  const [first, ...others] = configuration.forests
  if (first === undefined) return
  const forests = [{ ...first, scope: scopeOfSelection(draft.units) }, ...others]
  const { passwordHashSync } = draft.features
  await server.lab.store.transaction(() => {
    server.state.configurations.put({ ...configuration, forests, passwordHashSync })
  })
}
