import { rangeOf } from '@commonplace/storage'
import { hasAny } from '../has-any'
import { artifactArea } from './artifact-area'
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

  async close(): Promise<void> {
    await this.#made?.close()
  }

  /** Whether this device holds an artifact. */
  async isAny(): Promise<boolean> {
    return this.unsent > 0 || (await hasAny(this.#options.storage, rangeOf(artifactArea)))
  }
}
