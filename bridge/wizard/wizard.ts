/**
 * The wizard of the Connect server, opened again after installation: Welcome, Additional tasks, Customize synchronization
 * options, sign-in, directories, filtering, optional features, ready, configure. While it is open the scheduler rests.
 */
import type { WizardAction, WizardState } from '#core/contracts/connect.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal, sayRefusal } from '../connect-refusal.ts'
import type { CloudAccount } from '../connectors/cloud-connection.ts'
import { DirectoryRefusal, DirectoryUnreachable } from '../connectors/directory-connection.ts'
import { signInAdministrator } from '../installation/cloud-administrator.ts'
import { configurationOf, writebackOf } from '../state/configuration.ts'
import { type ConfigureTools, configure } from './configure.ts'
import { readContainers } from './read-containers.ts'
import {
  type Draft,
  type Features,
  offeredTasks,
  type Plan,
  pageAfter,
  pageBefore,
  planOf,
  requireHere,
  selectUnits,
  type Unit,
} from './wizard-pages.ts'

type Answer = Result<WizardState, { readonly refusal: ConnectRefusal; readonly state: WizardState }>

const closed: Draft = {
  open: false,
  page: 'welcome',
  units: [],
  features: { passwordHashSync: false, passwordWriteback: false },
  progress: [],
}

export class Wizard {
  private readonly tools: ConfigureTools
  private draft: Draft = closed
  /** The signed-in administrator; forgotten when the wizard closes. */
  private administrator: CloudAccount | undefined
  /** The containers as they were when the filtering page was opened. */
  private unitsBefore: readonly Unit[] = []

  constructor(tools: ConfigureTools) {
    this.tools = tools
  }

  /** Does what a page's button does. A refusal leaves the page as it is and shows there. */
  async act(action: WizardAction): Promise<Answer> {
    const changed = await this.decide(action)
    if (changed.ok) {
      const { refusal: _, ...rest } = changed.value
      this.draft = rest
      this.tools.scheduler.suspended = rest.open
      return ok(this.state())
    }
    if (this.draft.open) this.draft = { ...this.draft, refusal: changed.failure }
    return fail({ refusal: changed.failure, state: this.state() })
  }

  state(): WizardState {
    const configuration = configurationOf(this.tools.server.state)
    const { open, page, task, signedInAs, units, features, progress } = this.draft
    return {
      open,
      page,
      ...(task === undefined ? {} : { task }),
      tasks: [...offeredTasks],
      ...(signedInAs === undefined ? {} : { signedInAs }),
      forests: (configuration?.forests ?? []).map(({ name, account }) => ({
        name,
        account: account.username,
      })),
      organizationalUnits: [...units],
      features: open ? features : this.featuresNow(),
      plan: page === 'ready-to-configure' ? [...this.plan().lines] : [],
      progress,
      ...(this.draft.refusal === undefined ? {} : { refusal: sayRefusal(this.draft.refusal) }),
    }
  }

  private async decide(action: WizardAction): Promise<Result<Draft, ConnectRefusal>> {
    if (action.action === 'open') return this.open()
    if (action.action === 'close') return this.close()
    const here = requireHere(this.draft, action.action)
    if (!here.ok) return here
    switch (action.action) {
      case 'back':
        return ok({ ...this.draft, page: pageBefore(this.draft.page) })
      case 'next':
        return this.draft.page === 'connect-directories' ? this.showContainers() : ok(this.forward())
      case 'choose-task':
        return this.chooseTask(action.task)
      case 'sign-in':
        return this.signIn({ username: action.username, password: action.password })
      case 'select-ous': {
        const selected = selectUnits(this.draft.units, action.selected)
        return selected.ok ? ok({ ...this.forward(), units: selected.value }) : selected
      }
      case 'select-features':
        return ok({ ...this.forward(), features: action.features })
      case 'configure':
        return this.configure()
    }
  }

  private forward(): Draft {
    return { ...this.draft, page: pageAfter(this.draft.page) }
  }

  private open(): Result<Draft, ConnectRefusal> {
    const { server, scheduler } = this.tools
    if (configurationOf(server.state) === undefined) return fail(refusal('ConnectNotInstalled'))
    if (scheduler.inProgress) return fail(refusal('SyncCycleInProgress'))
    if (this.draft.open) return ok(this.draft)
    return ok({ ...closed, open: true, features: this.featuresNow() })
  }

  private close(): Result<Draft, ConnectRefusal> {
    if (this.draft.page === 'configuring') return fail(refusal('WizardActionNotHere', 'close on configuring'))
    this.administrator = undefined
    return ok(closed)
  }

  private chooseTask(task: NonNullable<Draft['task']>): Result<Draft, ConnectRefusal> {
    if (!offeredTasks.includes(task)) return fail(refusal('WizardActionNotHere', task))
    return task === 'view-configuration' ? ok({ ...this.draft, task }) : ok({ ...this.forward(), task })
  }

  private async signIn(account: CloudAccount): Promise<Result<Draft, ConnectRefusal>> {
    const signedIn = await signInAdministrator(this.tools.server.cloud, account)
    if (!signedIn.ok) return signedIn
    this.administrator = account
    return ok({ ...this.forward(), signedInAs: account.username })
  }

  private async showContainers(): Promise<Result<Draft, ConnectRefusal>> {
    const forest = configurationOf(this.tools.server.state)?.forests[0]
    if (forest === undefined) return fail(refusal('ConnectNotInstalled'))
    try {
      this.unitsBefore = await readContainers(this.tools.server, forest)
      return ok({ ...this.forward(), units: this.unitsBefore })
    } catch (error) {
      if (!(error instanceof DirectoryRefusal || error instanceof DirectoryUnreachable)) throw error
      return fail(refusal('WizardDirectoryUnreachable', error.message))
    }
  }

  private plan(): Plan {
    return planOf(this.draft, { units: this.unitsBefore, features: this.featuresNow() })
  }

  private featuresNow(): Features {
    const { state } = this.tools.server
    return {
      passwordHashSync: configurationOf(state)?.passwordHashSync ?? false,
      passwordWriteback: writebackOf(state) !== undefined,
    }
  }

  private async configure(): Promise<Result<Draft, ConnectRefusal>> {
    const plan = this.plan()
    const ready = this.draft
    if (this.administrator === undefined) return fail(refusal('WizardActionNotHere', 'nobody has signed in'))
    this.draft = { ...ready, page: 'configuring', progress: progressAt(plan, 0) }
    let done = 0
    const configured = await configure(this.tools, ready, plan, this.administrator, () => {
      done += 1
      this.draft = { ...this.draft, progress: progressAt(plan, done) }
    }).catch((error: unknown) => {
      this.draft = ready
      throw error
    })
    if (configured.ok) return ok({ ...this.draft, page: 'complete' })
    this.draft = { ...ready, progress: progressAt(plan, done, 'failed') }
    return configured
  }
}

function progressAt(
  { lines }: Plan,
  done: number,
  current: 'running' | 'failed' = 'running',
): WizardState['progress'] {
  return lines.map((line, index) => ({
    line,
    state: index < done ? 'done' : index === done ? current : 'waiting',
  }))
}
