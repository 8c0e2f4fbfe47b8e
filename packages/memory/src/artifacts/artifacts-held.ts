import { rangeOf, type Storage, storageKey } from '@commonplace/storage'
import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import { artifactArea as area } from './artifact-area'
import type { ArtifactRoom } from './artifact-list'

/** An artifact whose sub-document this device holds. */
export interface HeldArtifact extends ArtifactRoom {
  /** The key of the record that names it; absent while it is being written. */
  readonly key?: string
  /** Not all of it is known to be with the relay. */
  readonly isUnsent: boolean
}

/** Which artifacts this device holds, so that what was not sent is, and what is erased goes here too. */
export class ArtifactsHeld {
  private readonly storage: Storage

  constructor(storage: Storage) {
    this.storage = storage
  }

  async list(): Promise<HeldArtifact[]> {
    const held: HeldArtifact[] = []
    for await (const { value } of this.storage.range(...rangeOf(area))) held.push(JSON.parse(decodeUtf8(value)))
    return held
  }

  put({ space, visibility, segment, key, isUnsent }: HeldArtifact): Promise<void> {
    const value = encodeUtf8(JSON.stringify({ space, visibility, segment, key, isUnsent }))
    return this.storage.commit([{ put: storageKey(area, space, segment), value }])
  }

  /** Deletes the sub-document and the note of it. @param guid names it within the store */
  delete({ space, segment }: ArtifactRoom, guid: string): Promise<void> {
    return this.storage.commit([{ deleteRange: rangeOf(guid) }, { delete: storageKey(area, space, segment) }])
  }
}
