import * as Y from 'yjs'
import type { Pause } from '../model'
import { UpdateDecoder } from './update-decoder'

/** Puts stored updates into a document at once: one transaction, one announcement. */
export function applyAll(doc: Y.Doc, updates: readonly Uint8Array[], origin?: unknown): void {
  Y.transact(
    doc,
    () => {
      for (const update of updates) Y.applyUpdateV2(doc, update, origin, UpdateDecoder)
    },
    origin,
    false,
  )
}

/** Bytes of updates that are put into a document between two pauses: a few milliseconds. */
const stepBytes = 32 * 1024

/** Puts updates into a document, a step at a time. */
export async function applyInSteps(
  doc: Y.Doc,
  updates: readonly Uint8Array[],
  pause: Pause | undefined,
  origin?: unknown,
): Promise<void> {
  for (let from = 0; from < updates.length; ) {
    let to = from
    for (let bytes = 0; to < updates.length && bytes < stepBytes; to++) bytes += updates[to]!.length
    applyAll(doc, updates.slice(from, to), origin)
    from = to
    const turn = pause?.()
    if (turn) await turn
  }
}
