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
import { lentOrigin, localOrigin, relayOrigin } from './origins'
import { putWrite } from './put-write'
import { coreOf, maxRecordBytes, type Replica } from './replica'
import type { ReplicaCore } from './replica-core'
import { SyncError } from './sync-error'
import type { Write } from './write'

/** Part of a document that was kept elsewhere, as one write of this replica. */
interface AdoptedPart {
  readonly client: number
  readonly bytes: Uint8Array
  readonly entries: readonly Entry[]
}

interface Adoption {
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
 * Takes in a document that was kept elsewhere, as a replica's own writing: its entries keep their dots, and go to the relay
 * like any write. What the replica holds already changes nothing.
 *
 * @returns the write, and the client ids that were passed over because they hold something else than entries
 * @throws SyncError `damaged` when the updates are not a whole document; `closed` or `storage-failed`
 */
export function adopt(
  replica: Replica,
  updates: readonly Uint8Array[],
): { readonly write: Write; readonly passedOver: readonly number[] } {
  const core = coreOf(replica)
  const { parts, passedOver } = adoptionOf(updates, keptVector(core.journal))
  applyAll(
    core.doc,
    parts.map(({ bytes }) => bytes),
    localOrigin,
  )
  return { write: takeOver(core, parts), passedOver }
}

const followed = new WeakSet<ReplicaCore>()

/** From here on, what somebody else puts into the document of a replica, such as a provider that keeps a copy of it, is journaled like a write. */
export function followDocument(replica: Replica): void {
  const core = coreOf(replica)
  if (followed.has(core)) return
  followed.add(core)
  const follow = (doc: Y.Doc) =>
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (core.end || [localOrigin, relayOrigin, lentOrigin].includes(origin as string)) return
      takeOver(core, adoptionOf([update], new Map()).parts)
    })
  follow(core.doc)
  core.documents.add(follow)
}

function takeOver(core: ReplicaCore, parts: readonly AdoptedPart[]): Write {
  const clients = new Set(parts.map(({ client }) => client))
  if (clients.size > 0) {
    core.journal.commit(batch => {
      for (const client of clients) batch.addOwn(client)
    })
  }
  const dots = parts.flatMap(({ entries }) => entries.map(({ dot }) => dot))
  return putWrite(
    core,
    dots,
    parts.map(part => ({ ...part, removes: [] })),
  )
}

/** What of a document kept elsewhere is not in one that holds `vector`, cut into writes of one client each. */
function adoptionOf(updates: readonly Uint8Array[], vector: StateVector): Adoption {
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
    for (const bytes of splitUpdate(update, maxRecordBytes)) {
      const entries = [...decodeUpdate(bytes, noLimits).blocks.values()].flatMap(each => entriesIn(each))
      parts.push({ client, bytes, entries })
    }
  }
  return { parts, passedOver }
}

/** What a replica has itself: the base and its own writes, without what other tabs lent it. */
function keptVector({ base, outbox }: Pick<JournalMirror, 'base' | 'outbox'>): StateVector {
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
