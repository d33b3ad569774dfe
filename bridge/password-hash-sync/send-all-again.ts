/** Password hash synchronisation that was off and is on again begins with all hashes. Source: writeback.md §8.9. */
import type { ForestConfiguration, ServerState } from '../state/configuration.ts'

/** Inside a transaction. */
export function sendAllHashesAgain(
  { passwordWatermarks }: ServerState,
  forests: readonly ForestConfiguration[],
): void {
  for (const { name } of forests) passwordWatermarks.delete(name)
}
