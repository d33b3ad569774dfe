/**
 * The wizard of the Connect server: first installation (express or page by page), and opened again the tasks of *Additional
 * tasks*. While it is open the scheduler rests; what was typed as a password is forgotten when it closes.
 */
import type { ReadWizardAction, WizardState } from '#core/contracts/connect.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { type ConnectRefusal, refusal, sayRefusal } from '../connect-refusal.ts'
import type { CloudAccount } from '../connectors/cloud-connection.ts'
import { signInAdministrator } from '../installation/cloud-administrator.ts'
import { configurationOf } from '../state/configuration.ts'
import { choicesNow } from './choices-now.ts'
import { configure } from './configure.ts'
import { type Choices, closed, type Draft, selectUnits } from './draft.ts'
import { type Act, type Decision, featureActs, type OpenPage, troubleshoot } from './feature-pages.ts'
import { forestsLeft, furtherState } from './further-state.ts'
import { type PlanLine, planOf } from './plan.ts'
import { forestsOfFile, tenantProblem, unitsOfFile } from './settings-file.ts'
import { companyInformation, verifiedDomains, withVerification } from './upn-suffixes.ts'
import { WizardDirectories, type WizardTools } from './wizard-directories.ts'
import { forward, offeredTasks, pageBefore, requireHere, shownRoad } from './wizard-pages.ts'

type Answer = Result<WizardState, { readonly refusal: ConnectRefusal; readonly state: WizardState }>

export class Wizard {
  private readonly tools: WizardTools
  private draft: Draft = closed
  /** As the server was configured when the wizard, or its filtering page, was opened. */
  private before: Choices | undefined
  private administrator: CloudAccount | undefined
  private bearer = ''
  private directories: WizardDirectories
  private readonly page: OpenPage
  private readonly acts: { readonly [Name in ReadWizardAction['action']]: Act<Name> }
  /** An action is under way; another one would act on a page that is about to change. */
  private busy = false

  constructor(tools: WizardTools) {
    this.tools = tools
    this.directories = new WizardDirectories(tools)
    this.page = { tools, draft: () => this.draft, directories: () => this.directories }
    const here = (change: Partial<Draft> = {}): Decision => ok(forward({ ...this.draft, ...change }))
    this.acts = {
      open: () => this.open(),
      close: () => this.close(),
      back: () => ok({ ...this.draft, page: pageBefore(this.draft) }),
      next: () => this.next(),
      'choose-install': ({ install }) =>
        here({ imported: null, road: install, features: { ...this.draft.features, passwordHashSync: true } }),
      'choose-task': ({ task }) => this.chooseTask(task),
      'sign-in': ({ username, password }) => this.signIn({ username, password }),
      'add-directory': async ({ forest, account, username, password }) => {
        const added = await this.directories.add(forest, account, { username, password })
        if (!added.ok) return added
        return ok({ ...this.draft, added: this.directories.shown })
      },
      'continue-unmatched': () => here(),
      'select-ous': ({ selected }) => {
        const units = selectUnits(this.draft.units, selected)
        return units.ok ? here({ units: units.value }) : units
      },
      'select-pilot': async ({ group }) => {
        const found = group === null ? ok(null) : await this.directories.group(group)
        return found.ok ? here({ pilotGroup: found.value }) : found
      },
      'select-staging': ({ enabled }) => here({ stagingMode: enabled }),
      configure: ({ startSynchronization }) => this.configure(startSynchronization),
      ...featureActs(this.page),
    }
  }

  /** Does what a page's button does. A refusal leaves the page as it is and shows there. */
  async act(action: ReadWizardAction): Promise<Answer> {
    const changed = await this.decideAlone(action)
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
    const { open, page, task, signedInAs, units, progress, signInMethod, stagingMode, userMatching } =
      this.draft
    const { features } = open ? this.draft : (choicesNow(this.tools.server) ?? closed)
    const configured = (configuration?.forests ?? []).map(({ name, account }) => ({
      name,
      account: account.username,
    }))
    return {
      open,
      page,
      ...(task === undefined ? {} : { task }),
      tasks: [...offeredTasks(this.draft)],
      ...(signedInAs === undefined ? {} : { signedInAs }),
      installed: configuration !== undefined,
      road: [...shownRoad(this.draft)],
      forests: [...configured, ...this.draft.added],
      furtherForests: open ? this.directories.further() : [],
      upnSuffixes: [...this.draft.suffixes],
      organizationalUnits: [...units],
      features,
      ...furtherState(this.draft, this.directories.names(), configuration),
      signInMethod,
      stagingMode,
      userMatching,
      pilotGroup: this.draft.pilotGroup,
      plan: page === 'ready-to-configure' ? this.plan().map(({ line }) => line) : [],
      progress,
      ...(this.draft.refusal === undefined ? {} : { refusal: sayRefusal(this.draft.refusal) }),
    }
  }

  private async decideAlone(action: ReadWizardAction): Promise<Decision> {
    if (this.busy) return fail(refusal('WizardBusy'))
    this.busy = true
    try {
      return await this.decide(action)
    } finally {
      this.busy = false
    }
  }

  private async decide(action: ReadWizardAction): Promise<Decision> {
    if (action.action !== 'open' && action.action !== 'close') {
      const here = requireHere(this.draft, action.action)
      if (!here.ok) return here
    }
    // Each action has the handler of its own name.
    return (this.acts[action.action] as (action: ReadWizardAction) => Decision | Promise<Decision>)(action)
  }

  private open(): Decision {
    const { server, scheduler } = this.tools
    if (scheduler.inProgress) return fail(refusal('SyncCycleInProgress'))
    if (this.draft.open) return ok(this.draft)
    this.before = choicesNow(server)
    this.directories = new WizardDirectories(this.tools)
    const road = this.before === undefined ? 'express' : 'customize-synchronization-options'
    return ok({ ...closed, ...this.before, open: true, road })
  }

  private close(): Decision {
    if (this.draft.page === 'configuring') return fail(refusal('WizardActionNotHere', 'close on configuring'))
    this.administrator = undefined
    this.bearer = ''
    this.directories = new WizardDirectories(this.tools)
    return ok(closed)
  }

  private async chooseTask(task: NonNullable<Draft['task']>): Promise<Decision> {
    if (!offeredTasks(this.draft).includes(task)) return fail(refusal('WizardActionNotHere', task))
    const chosen = { ...this.draft, task, road: task }
    if (task !== 'troubleshoot') return ok(forward(chosen))
    this.draft = chosen
    return troubleshoot(this.page)
  }

  private async signIn(account: CloudAccount): Promise<Decision> {
    const signedIn = await signInAdministrator(this.tools.server.browser, account)
    if (!signedIn.ok) return signedIn
    const known = await companyInformation(this.tools.server, signedIn.value)
    if (!known.ok) return known
    const problem = tenantProblem(this.draft, signedIn.value)
    if (problem !== undefined) return fail(problem)
    this.administrator = account
    this.bearer = signedIn.value
    return ok(forward({ ...this.draft, signedInAs: account.username }))
  }

  private next(): Decision | Promise<Decision> {
    const { page } = this.draft
    if (page === 'welcome' && this.before === undefined && !this.tools.server.machineTls.enabled)
      return fail(refusal('WizardTls12Disabled'))
    if (page === 'connect-directories') return this.leaveDirectories()
    if (page === 'source-anchor') return this.leaveSourceAnchor()
    if (page === 'single-sign-on' || page === 'device-forest') {
      const left = forestsLeft(this.draft, this.directories.names())
      if (left.length > 0) return fail(refusal('WizardForestsLeft', left.join(', ')))
    }
    const unmatched = this.draft.suffixes.filter(({ verified }) => !verified).map(({ suffix }) => suffix)
    if (page === 'sign-in-configuration' && unmatched.length > 0)
      return fail(refusal('WizardSuffixesUnverified', unmatched.join(', ')))
    return ok(forward(this.draft))
  }

  /** Somebody else's values would become anchors: they have to go first. */
  private async leaveSourceAnchor(): Promise<Decision> {
    const inUse = await this.directories.withConsistencyGuid()
    if (!inUse.ok) return inUse
    return inUse.value === undefined
      ? ok(forward(this.draft))
      : fail(refusal('WizardSourceAnchorInUse', inUse.value))
  }

  /** Reads what the pages to come show: suffixes and containers. */
  private async leaveDirectories(): Promise<Decision> {
    if (!this.directories.hasAny()) return fail(refusal('WizardNoDirectory'))
    const left = forestsOfFile(this.draft).filter((name) => !this.directories.names().includes(name))
    if (left.length > 0) return fail(refusal('WizardForestsLeft', left.join(', ')))
    const read = await this.directories.read()
    if (!read.ok) return read
    const { suffixes } = read.value
    const chosen = unitsOfFile(this.draft, read.value.units)
    if (!chosen.ok) return chosen
    const units = chosen.value
    if (this.before !== undefined) this.before = { ...this.before, units }
    const verified = await verifiedDomains(this.tools.server, this.bearer)
    if (!verified.ok) return verified
    return ok(forward({ ...this.draft, units, suffixes: withVerification(suffixes, verified.value) }))
  }

  private plan(): readonly PlanLine[] {
    return planOf(this.draft, this.before)
  }

  private async configure(startSynchronization: boolean): Promise<Decision> {
    this.draft = { ...this.draft, startSynchronization }
    const plan = this.plan()
    const ready = this.draft
    if (this.administrator === undefined) return fail(refusal('WizardActionNotHere', 'nobody has signed in'))
    this.draft = { ...ready, page: 'configuring', progress: progressAt(plan, 0) }
    let done = 0
    const { administrator, directories } = this
    const work = {
      ...this.tools,
      draft: ready,
      plan,
      administrator,
      directories: directories.added,
      forestAdministrators: directories.administrators,
    }
    const configured = await configure(work, () => {
      done += 1
      this.draft = { ...this.draft, progress: progressAt(plan, done) }
    }).catch((error: unknown) => {
      this.draft = ready
      throw error
    })
    this.before = choicesNow(this.tools.server)
    if (configured.ok) return ok({ ...this.draft, page: 'complete' })
    this.draft = { ...ready, progress: progressAt(plan, done, 'failed') }
    return configured
  }
}

function progressAt(
  plan: readonly PlanLine[],
  done: number,
  current: 'running' | 'failed' = 'running',
): WizardState['progress'] {
  return plan.map(({ line }, index) => ({
    line,
    state: index < done ? 'done' : index === done ? current : 'waiting',
  }))
}
