import { type Operation, rangeOf, type Storage, storageKey } from '@commonplace/storage'
import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import { unreadable } from '../sync/replica-errors'
import { artifactArea as area } from './artifact-area'
import type { ArtifactRoom } from './artifact-list'

/** An artifact whose sub-document this device holds. */
export interface HeldArtifact extends ArtifactRoom {
  /** The key of the record that names it; absent while it is being written. */
  readonly key?: string
  /** Not all of it is known to be with the relay. */
  readonly isUnsent: boolean
  /** Its text is gone here; the relay has yet to rewrite its part of it. */
  readonly toPurge?: boolean | undefined
}

/** Which artifacts this device holds, so that what was not sent is, and what is erased goes here too. */
export class ArtifactsHeld {
  readonly #storage: Storage
  readonly #onChange: () => void
  readonly #notes = new Map<string, HeldArtifact>()
  /** what an earlier session began and did not finish */
  readonly #left: HeldArtifact[] = []
  #loading: Promise<void> | undefined

  /** @param onChange called when another number of them is unsent */
  constructor(storage: Storage, onChange: () => void) {
    this.#storage = storage
    this.#onChange = onChange
  }

  /** How many are not known to be with the relay, as far as the notes are read. */
  get unsent(): number {
    return [...this.#notes.values()].filter(({ isUnsent }) => isUnsent).length
  }

  async list(): Promise<HeldArtifact[]> {
    await this.#load()
    return [...this.#notes.values()]
  }

  /** Those that an earlier session was writing when it ended: no record is noted for them. Told once. */
  async left(): Promise<HeldArtifact[]> {
    await this.#load()
    return this.#left.splice(0)
  }

  async get(room: ArtifactRoom): Promise<HeldArtifact | undefined> {
    await this.#load()
    return this.#notes.get(nameOf(room))
  }

  async put(artifact: HeldArtifact): Promise<void> {
    await this.#load()
    await this.#storage.commit([this.#note(artifact)])
  }

  /** All that was written of it is with the relay; nothing is noted of one that has gone meanwhile. */
  async sent(room: ArtifactRoom): Promise<void> {
    const note = await this.get(room)
    if (note?.isUnsent) await this.put({ ...note, isUnsent: false })
  }

  /** Deletes the sub-document, and the note of it unless the relay is `toPurge` its part. @param guid names it within the store */
  async delete(room: ArtifactRoom, guid: string, toPurge: boolean): Promise<void> {
    await this.#load()
    const rest = toPurge ? this.#note({ ...room, isUnsent: false, toPurge }) : { delete: keyOf(room) }
    if (!toPurge) this.#notes.delete(nameOf(room))
    this.#onChange()
    await this.#storage.commit([{ deleteRange: rangeOf(guid) }, rest])
  }

  #note({ space, visibility, segment, key, isUnsent, toPurge }: HeldArtifact): Operation {
    const note = {
      space,
      visibility,
      segment,
      ...(key !== undefined && { key }),
      isUnsent,
      ...(toPurge && { toPurge }),
    }
    this.#notes.set(nameOf(note), note)
    this.#onChange()
    return { put: keyOf(note), value: encodeUtf8(JSON.stringify(note)) }
  }

  #load(): Promise<void> {
    this.#loading ??= this.#read().catch(error => {
      this.#loading = undefined
      throw error
    })
    return this.#loading
  }

  async #read(): Promise<void> {
    for await (const { value } of this.#storage.range(...rangeOf(area))) {
      const note = readNote(value)
      this.#notes.set(nameOf(note), note)
      if (note.key === undefined && !note.toPurge) this.#left.push(note)
    }
    this.#onChange()
  }
}

function readNote(value: Uint8Array): HeldArtifact {
  try {
    return JSON.parse(decodeUtf8(value)) as HeldArtifact
  } catch (cause) {
    throw unreadable('a note of an artifact', cause)
  }
}

function nameOf({ space, segment }: ArtifactRoom): string {
  return `${segment} ${space}`
}

function keyOf({ space, segment }: ArtifactRoom): Uint8Array {
  return storageKey(area, space, segment)
}
