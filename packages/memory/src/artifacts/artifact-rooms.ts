import type { SpacePool } from '../space/pool'
import type { Space } from '../space/space'
import { ArtifactList, type ArtifactRoom } from './artifact-list'
import { ArtifactsHeld } from './artifacts-held'
import type { ArtifactsOptions } from './artifacts-options'

/** The sub-documents of artifacts, opened on demand, and which of them this device holds. */
export class ArtifactRooms {
  readonly held: ArtifactsHeld
  readonly #list: ArtifactList
  readonly #pool: SpacePool

  constructor({ tenant, storage, createPool, onUnsent }: ArtifactsOptions) {
    this.#list = new ArtifactList(tenant)
    this.#pool = createPool(this.#list)
    this.held = new ArtifactsHeld(storage, onUnsent)
  }

  /** Opens the sub-document of an artifact for the length of one piece of work. */
  async using<T>(room: ArtifactRoom, work: (space: Space) => T | Promise<T>): Promise<T> {
    return this.#pool.using(this.#list.take(room), work)
  }

  /** Deletes an artifact from this device. @param toPurge the relay has yet to rewrite its part of it */
  async forget(room: ArtifactRoom, toPurge: boolean): Promise<void> {
    const name = this.#list.take(room)
    const { guid } = this.#list.get(name)!
    await this.#pool.discard(name)
    await this.held.delete(room, guid, toPurge)
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}
