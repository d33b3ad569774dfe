/** `doctor`: looks at this machine and says what would stand in a lab's way. */
import { access, constants, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, resolve } from 'node:path'
import colors from 'picocolors'
import { type Config, type ConfigKey, flagOf } from '#core/contracts/config.ts'
import { loadConfig } from '../config.ts'
import { reasonOf } from '../refusal.ts'
import { findProgram } from './run-program.ts'
import { readRunning } from './running-file.ts'
import type { VerbGroup } from './verb.ts'

interface Finding {
  readonly subject: string
  readonly ok: boolean
  readonly detail: string
  /** Without it a lab starts all the same. */
  readonly optional?: true
}

const ports = [
  'httpPort',
  'httpsPort',
  'ldapPort',
  'ldapsPort',
  'gcPort',
] as const satisfies readonly ConfigKey[]

const isFree = (host: string, port: number): Promise<boolean> =>
  new Promise((free) => {
    const probe = createServer()
    probe.once('error', () => free(false))
    probe.listen({ host, port }, () => probe.close(() => free(true)))
  })

async function lookAtPorts(config: Config, running: string | undefined): Promise<Finding[]> {
  if (running !== undefined) return [{ subject: 'Ports', ok: true, detail: `a lab runs at ${running}` }]
  return Promise.all(
    ports.map(async (key) => {
      const free = await isFree(config.host, config[key])
      const detail = free ? 'free' : `in use by another program; choose another with ${flagOf(key)}`
      return { subject: `Port ${config[key]}`, ok: free, detail }
    }),
  )
}

async function lookAtData({ data, ephemeral }: Config): Promise<Finding> {
  if (ephemeral) return { subject: 'Data directory', ok: true, detail: 'none: nothing is kept' }
  let directory = resolve(data)
  while ((await stat(directory).catch(() => undefined)) === undefined && directory !== dirname(directory)) {
    directory = dirname(directory)
  }
  const trouble = await access(directory, constants.W_OK).catch(reasonOf)
  const detail =
    trouble === undefined ? resolve(data) : `${directory} cannot be written (${trouble}); see --data`
  return { subject: 'Data directory', ok: trouble === undefined, detail }
}

async function lookForPrograms(): Promise<Finding[]> {
  const browser =
    process.env.HYBRIDLAB_CHROMIUM ?? (await findProgram(['chromium', 'google-chrome', 'msedge', 'chrome']))
  const ldap = await findProgram(['ldapsearch'])
  return [
    {
      subject: 'Browser',
      ok: browser !== undefined,
      detail: browser ?? 'none found; the browser tests fetch one',
      optional: true,
    },
    {
      subject: 'LDAP tools',
      ok: ldap !== undefined,
      detail: ldap ?? 'none found; their tests are skipped',
      optional: true,
    },
  ]
}

const mark = ({ ok, optional }: Finding): string =>
  ok ? colors.green('✓') : optional ? colors.yellow('–') : colors.red('✗')

export const doctorVerbs: VerbGroup = (program, { out, configFile }) => {
  program
    .command('doctor')
    .description('what on this machine would stand in a lab’s way')
    .action(async () => {
      const config = await loadConfig({ environment: process.env, file: configFile })
      const running = await readRunning(config.data)
      const findings: Finding[] = [
        { subject: 'Node', ok: true, detail: process.version },
        await lookAtData(config),
        ...(await lookAtPorts(config, running)),
        ...(await lookForPrograms()),
      ]
      const ok = findings.every((finding) => finding.ok || finding.optional)
      out.answer({ ok, findings }, () =>
        out.table(findings.map((row) => [mark(row), row.subject, row.detail])),
      )
      if (!ok) process.exitCode = 1
    })
}
