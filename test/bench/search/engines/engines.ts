import { bm25 } from './bm25'
import { commonplace } from './commonplace'
import type { Engine } from './engine'
import { flexSearch, miniSearch, stockOrama } from './peers'

/** By name; each is given the folder that the peers are installed in. */
export const engines = {
  commonplace,
  bm25,
  miniSearch,
  stockOrama,
  flexSearch,
} as const satisfies Record<string, (peersFolder: string) => Engine>

export type EngineName = keyof typeof engines

export function isEngineName(name: string): name is EngineName {
  return Object.hasOwn(engines, name)
}
