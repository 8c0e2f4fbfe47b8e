import type { Binding, UpdateDescription } from '@commonplace/protocol'

/** One record of a room's log, or a piece that several adjacent records were folded into. */
export interface LogItem extends UpdateDescription {
  /** log number of the first record in it, from 1 */
  readonly first: number
  /** log number of the last record in it; equals `first` in a record */
  readonly last: number
  /** how often its content was folded; 0 in a record */
  readonly level: number
  readonly codec: number
  readonly bytes: Uint8Array
  /** client ids that were bound by these records, with their owners */
  readonly bindings: readonly Binding[]
}
