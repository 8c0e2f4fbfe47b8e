import { codecV1, type DeleteSet, type Range, type StateVector } from '@commonplace/protocol'
import { noDeletes } from '../guard/room-facts'
import type { EntryBlock } from '../guard/scan-entries'
import type { LaidUpdate } from './append-entries'
import type { LogItem } from './log-item'

const noSkips = new Map<number, Range[]>()
const none: readonly never[] = []

/**
 * A record of updates that only append entries, as a commit made it. A busy relay holds it for a moment, until it is folded: so
 * it keeps where its structs lie, and makes vectors of that for who asks.
 */
export class EntryRecord implements LogItem, LaidUpdate {
  readonly first: number
  readonly last: number
  readonly bytes: Uint8Array
  /** one a client */
  readonly blocks: readonly EntryBlock[]
  readonly bindings: LogItem['bindings']
  readonly receptions: LogItem['receptions']

  constructor(
    span: Pick<LogItem, 'first' | 'last'>,
    { bytes, blocks }: LaidUpdate,
    { bindings, receptions }: Pick<LogItem, 'bindings' | 'receptions'>,
  ) {
    this.first = span.first
    this.last = span.last
    this.bytes = bytes
    // A copy is as long as it must be; what grew entry by entry has room for many more, for as long as the room is idle.
    this.blocks = blocks.length === 1 ? blocks : [...blocks]
    this.bindings = bindings.length === 0 ? none : [...bindings]
    this.receptions = receptions.length === 0 ? none : [...receptions]
  }

  get level(): number {
    return 0
  }

  get codec(): number {
    return codecV1
  }

  get size(): number {
    return this.bytes.length
  }

  get from(): StateVector {
    return new Map(this.blocks.map(({ client, from }) => [client, from]))
  }

  get to(): StateVector {
    return new Map(this.blocks.map(({ client, to }) => [client, to]))
  }

  get skips(): Map<number, Range[]> {
    return noSkips
  }

  get deletes(): DeleteSet {
    return noDeletes
  }
}
