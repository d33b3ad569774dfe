/** How each system and tool is told to trust the lab's certificate authority. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { labInfo } from '#core/contracts/lab-info.ts'
import { cloudHostNames } from '../certificates.ts'
import { LabRefusal } from '../refusal.ts'
import { runProgram } from './run-program.ts'
import type { VerbGroup } from './verb.ts'

interface Step {
  readonly command: string
  readonly parameters: readonly string[]
}

/** What puts a certificate into the system's store; needs an administrator on Linux and macOS. */
function storeSteps(file: string): Step[] {
  if (process.platform === 'win32')
    return [{ command: 'certutil', parameters: ['-user', '-addstore', 'Root', file] }]
  if (process.platform === 'darwin') {
    const keychain = '/Library/Keychains/System.keychain'
    return [
      {
        command: 'sudo',
        parameters: ['security', 'add-trusted-cert', '-d', '-r', 'trustRoot', '-k', keychain, file],
      },
    ]
  }
  const sudo = process.getuid?.() === 0 ? [] : ['sudo']
  const asRoot = (...words: string[]): Step => {
    const [command = '', ...parameters] = [...sudo, ...words]
    return { command, parameters }
  }
  return [
    asRoot('cp', file, '/usr/local/share/ca-certificates/hybrid-identity-lab.crt'),
    asRoot('update-ca-certificates'),
  ]
}

const lineOf = ({ command, parameters }: Step): string => [command, ...parameters].join(' ')

const toolRows = (file: string): string[][] => [
  ['Node', `NODE_EXTRA_CA_CERTS=${file}`],
  ['Python', `REQUESTS_CA_BUNDLE=${file}`],
  ['OpenLDAP', `LDAPTLS_CACERT=${file}`],
  ['curl', `--cacert ${file}`],
]

export const trustVerbs: VerbGroup = (program, { out, client, lab }) => {
  program
    .command('trust')
    .description('writes the certificate authority’s certificate and says who takes it how')
    .option('--out <file>', 'where to', 'hybridlab-ca.pem')
    .option('--install', 'puts it into the system’s store')
    .action(async ({ out: file = 'hybridlab-ca.pem', install }: { out?: string; install?: true }) => {
      const { caCertificate } = await (await client()).get(`/labs/${await lab()}`, labInfo)
      const path = resolve(file)
      await writeFile(path, caCertificate).catch((error: NodeJS.ErrnoException) => {
        const problem = `${path} cannot be written (${error.code ?? error.message})`
        throw new LabRefusal('LabSettingInvalid', { key: 'out', from: '--out', problem }, { cause: error })
      })
      const steps = storeSteps(path)
      if (install === true) for (const { command, parameters } of steps) await runProgram(command, parameters)
      out.answer({ file: path, commands: steps.map(lineOf), installed: install === true }, () => {
        out.say(`The certificate authority is in ${path}.`)
        out.table([...toolRows(path), ['System', steps.map(lineOf).join(' && ')]])
      })
    })

  program
    .command('hosts')
    .description(
      'lines for the hosts file, for programs that only know Microsoft’s host names (needs --https-port 443)',
    )
    .action(() => {
      const lines = cloudHostNames.map((name) => `127.0.0.1 ${name}`)
      out.answer({ lines }, () => {
        out.say('# Hybrid Identity Lab: these names lead to this machine while the lines stand')
        for (const line of lines) out.say(line)
      })
    })
}
