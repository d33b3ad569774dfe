/** The product's own source, as git tracks it: what the rules of the house are about. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const folders = ['core', 'lab', 'cloud-sim', 'onprem-sim', 'bridge', 'ui/src']

export async function sourceFiles(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '--', ...folders])
  return stdout.split('\n').filter((file) => /\.(ts|vue)$/.test(file))
}
