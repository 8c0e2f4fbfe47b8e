import { rangeOf } from '@commonplace/storage'
import type { Space } from '../space/space'
import { artifactArea } from './artifact-area'
import type { ArtifactRoom } from './artifact-list'
import type { ArtifactRooms } from './artifact-rooms'
import type { ArtifactsOptions } from './artifacts-options'

/** The verbs of artifacts, loaded when first called. */
export type ArtifactPart = <T>(use: (part: { readonly ArtifactRooms: typeof ArtifactRooms }) => T) => Promise<T>

/** The artifacts of a memory: nothing of them is loaded unless this device holds one, or one is put or opened. */
export class Artifacts {
  readonly #options: ArtifactsOptions
  readonly #part: ArtifactPart
  #made: ArtifactRooms | undefined

  /** @param part loads what opens them */
  constructor(options: ArtifactsOptions, part: ArtifactPart) {
    this.#options = options
    this.#part = part
  }

  rooms(): Promise<ArtifactRooms> {
    return this.#part(({ ArtifactRooms }) => {
      this.#made ??= new ArtifactRooms(this.#options)
      return this.#made
    })
  }

  /** How many artifacts of shared spaces are not known to be with the relay whole. */
  get unsent(): number {
    return this.#made?.held.unsent ?? 0
  }

  /** Reads each artifact of a space that this device holds and that a record names, by segment. */
  async eachHeld<T>(space: string, read: (room: ArtifactRoom, artifact: Space) => T): Promise<T[]> {
    if (!(await this.isAny())) return []
    const rooms = await this.rooms()
    const held = (await rooms.held.list()).filter(each => each.space === space && each.key !== undefined)
    held.sort((one, other) => one.segment - other.segment)
    const results: T[] = []
    for (const each of held) results.push(await rooms.using(each, artifact => read(each, artifact)))
    return results
  }

  async close(): Promise<void> {
    await this.#made?.close()
  }

  /** Whether this device holds an artifact. */
  async isAny(): Promise<boolean> {
    if (this.unsent > 0) return true
    for await (const _ of this.#options.storage.range(...rangeOf(artifactArea), { limit: 1 })) return true
    return false
  }
}
