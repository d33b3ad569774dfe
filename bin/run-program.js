/** Runs another program and tells how it ended. */
import { spawn } from 'node:child_process'
import { root } from './place.js'

/**
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {{ quiet?: boolean, shell?: boolean, environment?: Record<string, string | undefined> }} [options]
 * @returns {Promise<{ code: number, output: string }>} `output` is only kept when quiet
 */
export function runProgram(command, parameters, { quiet = false, shell = false, environment = {} } = {}) {
  return new Promise((resolve) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    const child = spawn(command, parameters, {
      cwd: root,
      stdio,
      shell,
      env: { ...process.env, ...environment },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (piece) => {
        output += piece
      })
    }
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/**
 * npm as this Node has it: through its own script when npm started us, else by name.
 * @param {readonly string[]} parameters
 */
export function runNpm(parameters) {
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return runProgram(process.execPath, [script, ...parameters], { quiet: true })
  // npm is a script on Windows, which only a shell can start.
  return runProgram('npm', parameters, { quiet: true, shell: process.platform === 'win32' })
}

/**
 * Says what takes long: one line that counts the seconds on a terminal, one plain line elsewhere.
 * @template Answer
 * @param {string} what
 * @param {() => Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
export async function tellWhile(what, work) {
  const { stderr } = process
  const begun = performance.now()
  const line = () => `${what} ... ${Math.round((performance.now() - begun) / 1_000)} s`
  if (!stderr.isTTY) stderr.write(`${what} ...\n`)
  const timer = stderr.isTTY ? setInterval(() => stderr.write(`\r${line()}`), 500) : undefined
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (stderr.isTTY) stderr.write(`\r${line()}\n`)
  }
}
