import { decodeUpdate } from '@commonplace/protocol'
import { dotToString, entriesIn } from '../../packages/memory/src/model'

/** The entries of an update, each with its dot. */
export function payloadsOf(update: Uint8Array): { dot: string; payload: string }[] {
  const blocks = [...decodeUpdate(update).blocks.values()]
  return blocks.flatMap(structs => entriesIn(structs).map(({ dot, payload }) => ({ dot: dotToString(dot), payload })))
}

/** What an update's entries say; nothing when it is none. */
export function tryPayloads(update: Uint8Array): string[] {
  try {
    return payloadsOf(update).map(({ payload }) => payload)
  } catch {
    return []
  }
}
