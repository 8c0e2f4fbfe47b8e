import { addToVector, decodeUpdate, encodeUpdate, type StateVector, splitUpdate } from '@commonplace/protocol'
import * as Y from 'yjs'
import { type Entry, entriesIn, type Pause, readVersion } from '../model'
import { applyAll } from './apply'
import { describe } from './described-update'
import type { JournalMirror } from './journal-batch'
import type { Author } from './journal-codec'
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
  readonly parts: AdoptedPart[]
  /** client ids under which something else than entries stands; nothing of them is adopted */
  readonly passedOver: number[]
}

/**
 * Takes in a document that was kept elsewhere, as a replica's own writing: its entries keep their dots, and go to the relay
 * like any write. What the replica holds already changes nothing. All of it is read before the first part is written; where
 * that is interrupted, adopting again brings the rest.
 *
 * @returns the client ids that were passed over because they hold something else than entries, when all else is on this disk
 * @throws SyncError `damaged` when the updates are not a whole document; `closed` or `storage-failed`
 */
export async function adopt(
  replica: Replica,
  updates: readonly Uint8Array[],
  pause: Pause = () => undefined,
): Promise<readonly number[]> {
  const core = coreOf(replica)
  const parts: AdoptedPart[] = []
  const passedOver: number[] = []
  for (const _ of read(updates, keptVector(core.journal), { parts, passedOver })) await pause()
  let last: Write | undefined
  for (const part of parts) {
    if (core.end) throw core.end
    applyAll(core.doc, [part.bytes], localOrigin)
    last = takeOver(core, part)
    await pause()
  }
  await last?.reached('local')
  return passedOver
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
      const parts: AdoptedPart[] = []
      for (const _ of read([update], new Map(), { parts, passedOver: [] }));
      for (const part of parts) takeOver(core, part)
    })
  follow(core.doc)
  core.documents.add(follow)
}

function takeOver(core: ReplicaCore, part: AdoptedPart): Write {
  const { client, entries } = part
  const { journal, options } = core
  if (!journal.own.has(client)) {
    journal.commit(batch => {
      batch.addOwn(client)
      // Without this nobody might change or erase it before a relay says whose it is. What others are said to have written stays theirs.
      if (entries.every(entry => isBy(options.agent, entry))) batch.bind(client, options.agent)
    })
  }
  const dots = entries.map(({ dot }) => dot)
  return putWrite(core, dots, [{ ...part, removes: [] }])
}

function isBy({ agent, user }: Author, entry: Entry): boolean {
  const { author } = readVersion(entry, { authorOf: () => undefined })
  return author?.agent === agent && (author.user ?? '') === user
}

/** Structs that become parts together hold so many clocks or little more. */
const clocksAtOnce = 256

/** Reads what of a document kept elsewhere is not in one that holds `vector`, cut into writes of one client each; a step at a time. */
function* read(updates: readonly Uint8Array[], vector: StateVector, { parts, passedOver }: Adoption) {
  const whole = new Y.Doc({ guid: 'adopted' })
  for (const update of updates) {
    try {
      yield applyAll(whole, [update])
    } catch (cause) {
      throw damaged('cannot be read', cause)
    }
  }
  // Deletes of what never was in it: of what another tab had lent. What became of that its own store says, and erasures.
  if (whole.store.pendingStructs) throw damaged('is not whole')
  for (const [client, structs] of whole.store.clients) {
    let isWhole = true
    const own: AdoptedPart[] = []
    let run: typeof structs = []
    let from = vector.get(client) ?? 0
    for (const struct of structs) {
      const to = struct.id.clock + struct.length
      if (to <= from) continue
      run.push(struct)
      if (to - from < clocksAtOnce && struct !== structs.at(-1)) continue
      entriesIn(run, () => {
        isWhole = false
      })
      const start = from
      const gone = run.flatMap(({ deleted, id, length }) =>
        deleted ? [[Math.max(id.clock, start), id.clock + length] as const] : [],
      )
      const update = encodeUpdate([{ client, from, structs: run }], new Map([[client, gone]]))
      for (const bytes of splitUpdate(update, maxRecordBytes)) {
        const entries = [...decodeUpdate(bytes).blocks.values()].flatMap(each => entriesIn(each))
        own.push({ client, bytes, entries })
      }
      run = []
      from = to
      yield
    }
    if (isWhole) parts.push(...own)
    else passedOver.push(client)
  }
  whole.destroy()
}

/** What a replica has itself: the base and its own writes, without what other tabs lent it. */
function keptVector({ base, outbox }: Pick<JournalMirror, 'base' | 'outbox'>): StateVector {
  const vector = new Map(base.vector)
  for (const { bytes } of outbox) addToVector(vector, describe(bytes).description)
  return vector
}

function damaged(what: string, cause?: unknown): SyncError {
  return new SyncError('damaged', `the document to be adopted ${what}`, {
    hint: 'hand over every update of it',
    cause,
  })
}
