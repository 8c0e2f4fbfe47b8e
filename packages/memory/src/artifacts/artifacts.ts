import type { Core } from '../core'
import { lazy } from '../lazy'
import type { SpacePool } from '../space/pool'
import type { Space } from '../space/space'
import type { ArtifactList, ArtifactRoom } from './artifact-list'
import type { ArtifactsHeld } from './artifacts-held'

const part = lazy(() => import('./part'))

/** The artifacts of a memory: their sub-documents, opened on demand, and which of them this device holds. */
export class Artifacts {
  readonly held: ArtifactsHeld
  private readonly list: ArtifactList
  private readonly pool: SpacePool

  constructor(list: ArtifactList, pool: SpacePool, held: ArtifactsHeld) {
    this.list = list
    this.pool = pool
    this.held = held
  }

  /** Opens the sub-document of an artifact for the length of one piece of work. */
  async using<T>(room: ArtifactRoom, work: (space: Space) => T | Promise<T>): Promise<T> {
    return this.pool.using(this.list.take(room), work)
  }

  /** Deletes an artifact from this device. */
  async forget(room: ArtifactRoom): Promise<void> {
    const name = this.list.take(room)
    const { guid } = this.list.get(name)!
    await this.pool.discard(name)
    await this.held.delete(room, guid)
  }

  /** Sends what an earlier session could not. */
  async resume(core: Core): Promise<void> {
    const unsent = (await this.held.list()).filter(({ isUnsent }) => isUnsent)
    if (unsent.length > 0) await part(verbs => verbs.sendUnsent(core, unsent))
  }

  /** Something of a space was erased: the artifacts that only erased records name go with them. */
  async erased(core: Core, space: Space): Promise<void> {
    const held = (await this.held.list()).filter(each => each.space === space.name)
    if (held.length > 0) await part(verbs => verbs.dropErased(core, space, held))
  }

  close(): Promise<void> {
    return this.pool.close()
  }
}
