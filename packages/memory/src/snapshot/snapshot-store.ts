import { type Operation, rangeOf, type Storage, storageKey } from '@commonplace/storage'
import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import type { Pause } from '../model'
import type { Position } from './position'
import { snapshotArea as area } from './snapshot-area'

/** What a snapshot was made of; its bytes are read only where this fits. */
export interface SnapshotHead {
  /** everything besides the log that what is indexed depends on */
  readonly made: string
  readonly position: Position
  /** number of its pieces, and of bytes in all of them */
  readonly pieces: number
  readonly bytes: number
}

/** Of those that are written. */
const pieceBytes = 1 << 18
/** While the space itself is read, every answer waits for a turn of the event loop. */
const piecesAtOnce = 16

/**
 * The saved index of each space in an agent's store, in pieces. The head is written last and deleted first, so
 * that there is none unless every piece of it is there.
 */
export class SnapshotStore {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** @returns undefined where there is none, or none that can be read */
  async head(guid: string): Promise<SnapshotHead | undefined> {
    const value = await this.#storage.get(headKey(guid))
    try {
      return value && JSON.parse(decodeUtf8(value))
    } catch {
      return undefined
    }
  }

  /** @returns undefined when it is not whole */
  async read(
    guid: string,
    { pieces, bytes }: SnapshotHead,
    pause: Pause,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const read = new Uint8Array(bytes)
    let at = 0
    for (let from = 0; from < pieces; from += piecesAtOnce) {
      const asked: Promise<Uint8Array | undefined>[] = []
      for (let piece = from; piece < Math.min(from + piecesAtOnce, pieces); piece++) {
        const reading = this.#storage.get(storageKey(area, guid, 'piece', piece))
        // Who awaits it is told.
        reading.catch(() => {})
        asked.push(reading)
        // LMDB reads within the call.
        await pause()
      }
      for (const each of asked) {
        const value = await each
        if (value === undefined || at + value.length > bytes) return undefined
        read.set(value, at)
        at += value.length
      }
    }
    return at === bytes ? read : undefined
  }

  async write(
    guid: string,
    head: Pick<SnapshotHead, 'made' | 'position'>,
    bytes: Uint8Array,
    signal: AbortSignal,
    pause: Pause,
  ): Promise<void> {
    // It can be made anew: nothing that was written waits behind it for room.
    const commit = (operation: Operation) => this.#storage.commit([operation], { isExpendable: true })
    await commit(all(guid))
    const pieces = Math.ceil(bytes.length / pieceBytes)
    try {
      for (let piece = 0; piece < pieces && !signal.aborted; piece++) {
        const value = bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes)
        await commit({ put: storageKey(area, guid, 'piece', piece), value })
        // Where storage is plain memory that takes no turn.
        await pause()
      }
      if (signal.aborted) return this.clear(guid)
      const whole: SnapshotHead = { ...head, pieces, bytes: bytes.length }
      await commit({ put: headKey(guid), value: encodeUtf8(JSON.stringify(whole)) })
    } catch (error) {
      await commit(all(guid)).catch(() => {})
      throw error
    }
  }

  /** Deletes what is saved of a space, or of all. */
  clear(guid?: string): Promise<void> {
    return this.#storage.commit([all(guid)])
  }
}

/** Deletes what is saved of a space, or of all. */
function all(guid?: string): Operation {
  return { deleteRange: guid === undefined ? rangeOf(area) : rangeOf(area, guid) }
}

function headKey(guid: string): Uint8Array {
  return storageKey(area, guid, 'head')
}
