import { splitUpdate } from '@commonplace/protocol'
import type { Entry } from '../model'
import { describe } from './described-update'

/** A write in pieces of so many bytes at most, each with the entries that are in it. */
export function cutWrite(update: Uint8Array, written: readonly Entry[], maxBytes: number) {
  // The usual write is one entry, in which there is nothing to cut: it is not read again.
  if (written.length === 1 && update.length <= maxBytes) return [{ bytes: update, entries: written }]
  return splitUpdate(update, maxBytes).map(bytes => {
    const { from, to } = describe(bytes).description
    const isIn = ({ dot: { client, clock } }: Entry) => clock >= from.get(client)! && clock < to.get(client)!
    return { bytes, entries: written.filter(isIn) }
  })
}
