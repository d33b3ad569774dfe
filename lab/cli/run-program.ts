/** Runs another program in this terminal. */
import { spawn } from 'node:child_process'

/** Resolves when it ends well; rejects with a sentence otherwise. */
export function runProgram(command: string, parameters: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: 'inherit' })
    child.on('error', (error) => reject(new Error(`${command} cannot be run: ${error.message}`)))
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code ?? 'a signal'}`)),
    )
  })
}

/** The first of these programs that is on the path; undefined when none is. */
export async function findProgram(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if (await answers(name)) return name
  return undefined
}

const answers = (name: string): Promise<boolean> =>
  new Promise((resolve) => {
    const [finder, parameters] = process.platform === 'win32' ? ['where', [name]] : ['which', [name]]
    const child = spawn(finder as string, parameters as string[], { stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('exit', (code) => resolve(code === 0))
  })
