import type { Core } from '../core'
import { readKey } from '../model'
import type { Space } from '../space/space'
import { copies } from './copies'
import { reinforcedPath } from './said-again'

/** Takes in what others told of what was said again, and what they tell from now on. */
export function followReinforcement(core: Core): void {
  const { ledger, reinforcement } = core
  const take = (space: Space, keys: Iterable<string>) => {
    for (const key of keys) {
      const name = readKey(key)
      if (name?.type !== 'ledger' || name.path !== reinforcedPath || name.owner === undefined) continue
      copies(part => reinforcement.told(space, key, part.readLine(core, space, key))).catch(() => {})
    }
  }
  ledger.onChange(({ space, keys }) => take(space, keys))
  for (const space of ledger.spaces()) take(space, ledger.keysOf(space))
}
