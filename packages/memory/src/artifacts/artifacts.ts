import { rangeOf } from '@commonplace/storage'
import type { Core } from '../core'
import { lazy } from '../lazy'
import type { Entry } from '../model'
import type { Space } from '../space/space'
import type { ImportedArtifact } from './adopt-artifacts'
import { artifactArea } from './artifact-area'
import type { ArtifactRoom } from './artifact-list'
import type { ArtifactRooms } from './artifact-rooms'
import type { ArtifactsOptions } from './artifacts-options'

const part = lazy(() => import('./part'))

/** The artifacts of a memory: nothing of them is loaded unless this device holds one, or one is put or opened. */
export class Artifacts {
  readonly #options: ArtifactsOptions
  #made: ArtifactRooms | undefined

  constructor(options: ArtifactsOptions) {
    this.#options = options
  }

  rooms(): Promise<ArtifactRooms> {
    return part(({ ArtifactRooms }) => {
      this.#made ??= new ArtifactRooms(this.#options)
      return this.#made
    })
  }

  /** How many artifacts of shared spaces are not known to be with the relay whole. */
  get unsent(): number {
    return this.#made?.held.unsent ?? 0
  }

  /** Waits until every artifact put before is with the relay whole. */
  async flush(core: Core, options: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    if (this.unsent > 0 || (await this.#isAny())) await part(verbs => verbs.sendUnsent(core, options))
  }

  /** Reads each artifact of a space that this device holds and that a record names, by segment. */
  async eachHeld<T>(space: string, read: (room: ArtifactRoom, artifact: Space) => T): Promise<T[]> {
    if (!(await this.#isAny())) return []
    const rooms = await this.rooms()
    const held = (await rooms.held.list()).filter(each => each.space === space && each.key !== undefined)
    held.sort((one, other) => one.segment - other.segment)
    const results: T[] = []
    for (const each of held) results.push(await rooms.using(each, artifact => read(each, artifact)))
    return results
  }

  /** Takes artifacts in that an export of the space holds. @returns how many entries were not here before */
  async adopt(
    core: Core,
    space: Space,
    entries: readonly Entry[],
    artifacts: readonly ImportedArtifact[],
  ): Promise<number> {
    return artifacts.length === 0 ? 0 : part(verbs => verbs.adoptArtifacts(core, space, entries, artifacts))
  }

  /** Sends what an earlier session could not. */
  async resume(core: Core): Promise<void> {
    if (await this.#isAny()) await part(verbs => verbs.sendUnsent(core))
  }

  /** Something of a space was erased: the artifacts that only erased records name go with them. */
  async erased(core: Core, space: Space): Promise<void> {
    if (await this.#isAny()) await part(verbs => verbs.dropErased(core, space))
  }

  async close(): Promise<void> {
    await this.#made?.close()
  }

  async #isAny(): Promise<boolean> {
    for await (const _ of this.#options.storage.range(...rangeOf(artifactArea), { limit: 1 })) return true
    return false
  }
}
