import {
  codecV1,
  type DecodedUpdate,
  decodeUpdate,
  describeUpdate,
  minusRanges,
  type Range,
  type RoomName,
} from '@commonplace/protocol'
import * as Y from 'yjs'
import { deletable } from './forge-update'
import type { GoodWriter } from './good-writer'
import type { Reader } from './reader'
import type { AckedForgery, Round } from './round'

/** The payloads of one writer's entries, in order. */
const payloadsOf = (doc: Y.Doc, client: number): string[] =>
  doc.getArray<[string, number[], string]>(`w/${client.toString(36)}/0`).map(([, , payload]) => payload)

const isPending = (doc: Y.Doc): boolean => doc.store.pendingStructs !== null || doc.store.pendingDs !== null

/**
 * Holds what newcomers read against what the well-behaved wrote and against what the watcher saw come in.
 *
 * @param newcomer joined after everything
 * @param watcher joined before anything
 */
export function checkContent(round: Round, writers: readonly GoodWriter[], newcomer: Reader, watcher: Reader): void {
  for (const room of round.rooms) {
    const [doc, seen] = [newcomer.doc(room), watcher.doc(room)]
    if (isPending(doc)) round.disturb(`"${room.space}" has a gap`)
    for (const writer of writers) {
      const found = payloadsOf(doc, writer.client)
      const expected = writer.payloads(room)
      if (!isAsWritten(found, expected)) {
        round.disturb(`"${room.space}" holds ${found.length} of ${expected.length} entries of a writer, or others`)
      }
    }
    if (!isSame(doc, seen)) round.disturb(`"${room.space}" is not what was fanned out`)
  }
}

/** Nothing changed, nothing added, and nothing gone but what somebody with the right to delete it named. */
function isAsWritten(found: readonly string[], expected: readonly string[]): boolean {
  const held = new Set(found)
  const left = expected.filter((payload, clock) => clock >= deletable || held.has(payload))
  return JSON.stringify(found) === JSON.stringify(left)
}

function isSame(a: Y.Doc, b: Y.Doc): boolean {
  const [states, others] = [a, b].map(doc => Y.decodeStateVector(Y.encodeStateVector(doc)))
  if (states!.size !== others!.size) return false
  for (const [client, clock] of states!) if (others!.get(client) !== clock) return false
  return Y.equalDeleteSets(Y.createDeleteSetFromStructStore(a.store), Y.createDeleteSetFromStructStore(b.store))
}

/**
 * Why an acknowledgement was false, or null: what is acknowledged decodes, and a newcomer, who waits for nothing that is
 * missing, reads every clock it names and sees deleted what it deletes. A clock that the room held before is a repeat,
 * whatever stands under it; what an honest entry says is compared too.
 */
export function faultOf({ kind, room, codec, bytes }: AckedForgery, read: (room: RoomName) => Y.Doc): string | null {
  if (codec !== codecV1) return `codec ${codec} is not known`
  if (kind === 'secondVersion') return 'it is of another codec than it says'
  let update: DecodedUpdate
  try {
    update = decodeUpdate(bytes)
  } catch (error) {
    return `it does not decode: ${(error as Error).message}`
  }
  const { store } = read(room)
  for (const [client, clock] of describeUpdate(update).to) {
    if (clock > Y.getState(store, client)) return 'a newcomer does not read it'
  }
  const deleted = Y.createDeleteSetFromStructStore(store)
  for (const [client, ranges] of update.deletes) {
    const gone = (deleted.clients.get(client) ?? []).map(({ clock, len }): Range => [clock, clock + len])
    if (ranges.some(range => minusRanges(range, gone).length > 0)) return 'a newcomer reads what it deletes'
  }
  return kind === 'honest' && !holdsEntries(read(room), update) ? 'a newcomer reads something else' : null
}

/** By clock, not by array: an entry stands where the one it follows stands. */
function holdsEntries(doc: Y.Doc, { blocks }: DecodedUpdate): boolean {
  return [...blocks.values()].flat().every(struct => {
    if (!(struct instanceof Y.Item)) return false
    return struct.content.getContent().every((sent, n) => {
      const found = Y.getItem(doc.store, Y.createID(struct.id.client, struct.id.clock + n)) as Y.Item | Y.GC
      if (!(found instanceof Y.Item)) return false
      const held = found.content.getContent()[struct.id.clock + n - found.id.clock]
      return JSON.stringify(held) === JSON.stringify(sent)
    })
  })
}
