import {
  decodeUpdate,
  encodeStateVector,
  encodeUpdate,
  type StateVector,
  splitUpdate,
  type UpdateLimits,
} from '@commonplace/protocol'
import * as Y from 'yjs'
import { type Entry, entriesIn, SkippedEntries } from '../model'
import { applyAll } from './apply'
import { describe } from './described-update'
import type { JournalMirror } from './journal-batch'
import { SyncError } from './sync-error'

/** Part of a document that was kept elsewhere, as one write of this replica. */
export interface AdoptedPart {
  readonly client: number
  readonly bytes: Uint8Array
  readonly entries: readonly Entry[]
}

export interface Adoption {
  readonly parts: readonly AdoptedPart[]
  /** client ids under which something else than entries stands; nothing of them is adopted */
  readonly passedOver: readonly number[]
}

const unlimited = Number.MAX_SAFE_INTEGER
const noLimits: UpdateLimits = {
  updateBytes: unlimited,
  structs: unlimited,
  deleteRanges: unlimited,
  clocks: unlimited,
}

/**
 * What of a document kept elsewhere, by y-indexeddb for one, is not in this one, cut into writes of one client each.
 *
 * @param vector what this replica's document holds
 * @throws SyncError `damaged` when the updates are not a whole document
 */
export function adoptionOf(updates: readonly Uint8Array[], vector: StateVector, maxBytes: number): Adoption {
  const whole = new Y.Doc({ guid: 'adopted' })
  try {
    applyAll(whole, updates)
  } catch (cause) {
    throw damaged('cannot be read', cause)
  }
  if (whole.store.pendingStructs || whole.store.pendingDs) throw damaged('names updates that are not there')
  const lacking = Y.encodeStateAsUpdate(whole, encodeStateVector(vector))
  whole.destroy()
  const { blocks, deletes } = decodeUpdate(lacking, noLimits)
  const parts: AdoptedPart[] = []
  const passedOver: number[] = []
  for (const [client, structs] of blocks) {
    const skipped = new SkippedEntries()
    entriesIn(structs, skipped)
    if (skipped.count > 0) {
      passedOver.push(client)
      continue
    }
    const from = Math.max(vector.get(client) ?? 0, structs[0]!.id.clock)
    const gone = (deletes.get(client) ?? []).filter(([, to]) => to > from)
    const cut = gone.map(([start, to]) => [Math.max(start, from), to] as const)
    const update = encodeUpdate([{ client, from, structs }], new Map(cut.length > 0 ? [[client, cut]] : []))
    for (const bytes of splitUpdate(update, maxBytes)) {
      const entries = [...decodeUpdate(bytes, noLimits).blocks.values()].flatMap(each => entriesIn(each))
      parts.push({ client, bytes, entries })
    }
  }
  return { parts, passedOver }
}

/** What a replica has itself: the base and its own writes, without what other tabs lent it. */
export function keptVector({ base, outbox }: Pick<JournalMirror, 'base' | 'outbox'>): StateVector {
  const vector = new Map(base.vector)
  for (const { bytes } of outbox) {
    for (const [client, clock] of describe(bytes).description.to) {
      if (clock > (vector.get(client) ?? 0)) vector.set(client, clock)
    }
  }
  return vector
}

function damaged(what: string, cause?: unknown): SyncError {
  return new SyncError('damaged', `the document to be adopted ${what}`, {
    hint: 'hand over every update of the document, as its provider stored them',
    cause,
  })
}
