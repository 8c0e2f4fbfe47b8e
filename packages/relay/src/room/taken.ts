import type { Binding, DeleteSet, Reception } from '@commonplace/protocol'
import type { EntryBlock } from '../guard/scan-entries'
import type { MemberId } from './member'

/** The clocks of a client from `from` up to, not including, `to`. */
export interface Span {
  readonly client: number
  readonly from: number
  readonly to: number
}

/** An update that the guard took and that is not on disk yet. */
export interface Taken {
  /** its log number */
  readonly number: number
  readonly sender: MemberId
  /** may be a view of what a socket read */
  readonly bytes: Uint8Array
  /** client ids that it binds */
  readonly bindings: readonly Binding[]
  readonly receptions: readonly Reception[]
  readonly spans: readonly Span[]
  readonly deletes: DeleteSet
  /** where its structs lie, when it only appends entries */
  readonly blocks: readonly EntryBlock[] | null
}
