import {
  type DecodedUpdate,
  type DeleteSet,
  decodeUpdate,
  encodeUpdate,
  minusRanges,
  type Range,
  type StateVector,
  type Struct,
  type UpdateBlock,
  UpdateError,
  type UpdateLimits,
  unionRanges,
} from '@commonplace/protocol'
import * as Y from 'yjs'
import { entryFault } from './entry-rule'
import { takeIntegrable } from './integrable'
import { noDeletes, type RoomFacts } from './room-facts'
import { type EntryBlock, scanEntries } from './scan-entries'

/** What the guard must know of who writes. */
export interface Writer {
  /** whether new structs under this client id may come from this writer */
  mayWrite(client: number): boolean
  /** whether this writer may delete items under this client id */
  mayDelete(client: number): boolean
  /** native rooms: nothing but entries in arrays of their own writer */
  readonly entriesOnly: boolean
}

/** One part of an update that the room does not take, and why. */
export interface Drop {
  readonly code: 'invalid' | 'too-large' | 'forbidden' | 'causal-gap'
  readonly reason: string
  /** the limit that was passed; 0 when none was */
  readonly value: number
}

/** The guard's answer. `take` null and no drops: a repeat, acknowledged once everything before it is on disk. */
export interface Admission {
  /** the bytes to log and to fan out: the original ones when nothing was cut, else what is left */
  readonly take: Uint8Array | null
  readonly drops: readonly Drop[]
  /** client → next clock after taking, for clients with new structs */
  readonly next: StateVector
  /** the deletes that are new to the room */
  readonly deletes: DeleteSet
  /** where the structs lie in what is taken, when they are entries and were read where they lie */
  readonly blocks: readonly EntryBlock[] | null
}

interface Cut<T> {
  readonly kept: T
  /** nothing was cut: the original bytes may travel on */
  readonly untouched: boolean
}

const noDrops: readonly Drop[] = []

/** The common update, taken as it is: all there is to say of it is where its structs lie. */
class EntryAdmission implements Admission {
  readonly take: Uint8Array
  readonly blocks: readonly EntryBlock[]

  constructor(take: Uint8Array, blocks: readonly EntryBlock[]) {
    this.take = take
    this.blocks = blocks
  }

  get drops(): readonly Drop[] {
    return noDrops
  }

  get next(): StateVector {
    return new Map(this.blocks.map(({ client, to }) => [client, to]))
  }

  get deletes(): DeleteSet {
    return noDeletes
  }
}

/** The common update: entries, each the next of its client, and nothing that deletes. Null for all others. */
function admitEntries(facts: RoomFacts, bytes: Uint8Array, writer: Writer, limits?: UpdateLimits): Admission | null {
  const scan = scanEntries(bytes, limits)
  if (scan === null || scan.blocks.length === 0) return null
  if (scan.deletesAt !== bytes.length - 1 || bytes[scan.deletesAt] !== 0) return null
  for (const { client, from } of scan.blocks) {
    if (from !== (facts.vector.get(client) ?? 0) || !writer.mayWrite(client)) return null
  }
  return new EntryAdmission(bytes, scan.blocks)
}

const drop = (code: Drop['code'], reason: string): Drop => ({ code, reason, value: 0 })

const isSkip = (struct: Struct): boolean => struct instanceof Y.Skip

/** Everything the room already knows goes: else a peer that is behind could be fed other content for a known clock. */
function cutKnown(update: DecodedUpdate, vector: StateVector): Cut<UpdateBlock[]> {
  const kept: UpdateBlock[] = []
  let untouched = true
  for (const [client, structs] of update.blocks) {
    const known = vector.get(client) ?? 0
    const fresh = structs.filter(struct => !isSkip(struct) && struct.id.clock + struct.length > known)
    const first = fresh[0]
    if (fresh.length !== structs.length || (first !== undefined && first.id.clock < known)) untouched = false
    if (first !== undefined) kept.push({ client, from: Math.max(known, first.id.clock), structs: fresh })
  }
  return { kept, untouched }
}

function keepAllowed(blocks: readonly UpdateBlock[], writer: Writer, drops: Drop[]): UpdateBlock[] {
  return blocks.filter(({ client, structs }) => {
    if (!writer.mayWrite(client)) {
      drops.push(drop('forbidden', `client id ${client} is not held by this writer`))
      return false
    }
    if (!writer.entriesOnly) return true
    for (const struct of structs) {
      const fault = entryFault(struct)
      if (fault !== null) {
        drops.push(drop('invalid', fault))
        return false
      }
    }
    return true
  })
}

const sameRanges = (a: readonly Range[], b: readonly Range[]): boolean =>
  a.length === b.length && a.every(([from, to], index) => from === b[index]?.[0] && to === b[index]?.[1])

function cutDeletes(
  update: DecodedUpdate,
  facts: RoomFacts,
  end: (client: number) => number,
  writer: Writer,
  drops: Drop[],
): Cut<DeleteSet> {
  const kept: DeleteSet = new Map()
  let untouched = true
  for (const [client, ranges] of update.deletes) {
    const known = facts.deletes.get(client) ?? []
    const fresh: Range[] = []
    for (const [from, to] of ranges) {
      const until = Math.min(to, end(client))
      if (until < to) drops.push(drop('causal-gap', 'a delete names clocks the room does not hold'))
      if (from < until) fresh.push(...minusRanges([from, until], known))
    }
    if (fresh.length === 0) {
      untouched = false
    } else if (!writer.mayDelete(client)) {
      drops.push(drop('forbidden', `items of client id ${client} may not be deleted by this writer`))
    } else {
      const union = unionRanges(fresh)
      if (!sameRanges(union, ranges)) untouched = false
      kept.set(client, union)
    }
  }
  return { kept, untouched }
}

/**
 * Decides what of an update a room takes, without a document: exact decoding, cutting what is known, authorship, and causal
 * completeness as a least fixpoint. Pure; the caller adds what is taken to the facts.
 *
 * Strict callers refuse the whole update when anything is dropped; lenient ones take what is left, which is what Yjs
 * would integrate.
 */
export function admit(facts: RoomFacts, bytes: Uint8Array, writer: Writer, limits?: UpdateLimits): Admission {
  return (writer.entriesOnly ? admitEntries(facts, bytes, writer, limits) : null) ?? judge(facts, bytes, writer, limits)
}

function judge(facts: RoomFacts, bytes: Uint8Array, writer: Writer, limits?: UpdateLimits): Admission {
  let update: DecodedUpdate
  try {
    update = decodeUpdate(bytes, limits)
  } catch (error) {
    if (!(error instanceof UpdateError)) throw error
    return {
      take: null,
      drops: [{ code: error.code, reason: error.message, value: error.value }],
      next: new Map(),
      deletes: noDeletes,
      blocks: null,
    }
  }
  const drops: Drop[] = []
  const known = cutKnown(update, facts.vector)
  const allowed = keepAllowed(known.kept, writer, drops)
  const { blocks, next, isComplete } = takeIntegrable(allowed, facts.vector)
  if (!isComplete) drops.push(drop('causal-gap', 'something this update builds on was never received'))
  const end = (client: number) => next.get(client) ?? facts.vector.get(client) ?? 0
  const deletes = cutDeletes(update, facts, end, writer, drops)
  const isRepeat = blocks.length === 0 && deletes.kept.size === 0
  const untouched = known.untouched && deletes.untouched && drops.length === 0
  return {
    take: isRepeat ? null : untouched ? bytes : encodeUpdate(blocks, deletes.kept),
    drops,
    next,
    deletes: deletes.kept,
    blocks: null,
  }
}
