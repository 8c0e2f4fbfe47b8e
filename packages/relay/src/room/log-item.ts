import type { Binding, Reception, UpdateDescription } from '@commonplace/protocol'

/** One record of a room's log, which holds one update or several of one commit, or a piece that adjacent records became. */
export interface LogItem extends UpdateDescription {
  /** log number of the first update in it, from 1 */
  readonly first: number
  /** log number of the last update in it */
  readonly last: number
  /** how often its content was folded; 0 in a record */
  readonly level: number
  readonly codec: number
  /** how long `bytes` is */
  readonly size: number
  /** may have to be read from the disk: ask for `size` where that will do */
  readonly bytes: Uint8Array
  /** the same as `codecDeflated` has it; null while it is being made, and where it is hardly smaller */
  readonly packed?: Uint8Array | null
  /** client ids that were bound by these updates, with their owners */
  readonly bindings: readonly Binding[]
  /** those that began with these updates */
  readonly receptions: readonly Reception[]
}
