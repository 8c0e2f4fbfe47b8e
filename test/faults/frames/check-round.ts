import { codecV1, decodeUpdate, type RoomName } from '@commonplace/protocol'
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
 * Why an acknowledgement was false, or null: what is acknowledged decodes, builds on nothing that is missing, and is in
 * what a newcomer reads, so that applying it to that changes nothing.
 */
export function faultOf(forgery: AckedForgery, read: (room: RoomName) => Y.Doc): string | null {
  const { kind, room, codec, bytes } = forgery
  if (codec !== codecV1) return `codec ${codec} is not known`
  if (kind === 'secondVersion') return 'it is of another codec than it says'
  try {
    decodeUpdate(bytes)
  } catch (error) {
    return `it does not decode: ${(error as Error).message}`
  }
  const doc = read(room)
  let hasChanged = false
  const onUpdate = () => {
    hasChanged = true
  }
  doc.on('update', onUpdate)
  try {
    Y.applyUpdate(doc, bytes)
  } catch (error) {
    return `Yjs does not take it: ${(error as Error).message}`
  } finally {
    doc.off('update', onUpdate)
  }
  if (isPending(doc)) return 'something it builds on is missing'
  return hasChanged ? 'a newcomer does not read it' : null
}
