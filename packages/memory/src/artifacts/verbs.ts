import type { Core } from '../core'
import type { MemoryRecord } from '../reading/record'
import type { Artifact } from './artifact'
import type { PutOptions } from './input'
import { artifactPart } from './load'

/** `memory.artifacts`: large texts, each a sub-document of its own that is loaded when it is opened. */
export class ArtifactVerbs {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Keeps a large text beside the memory, and remembers its summary: only that is searched and stands in context packets.
   *
   * @param text at most 16 Mi letters
   * @param options.summary what is found, and read in place of the text
   * @param options.type its media type; `text/plain` when left out
   * @param options.consistency `relay` waits until text and summary are both on the relay's disk
   * @returns the record of the summary; its id opens the text
   * @throws CommonplaceError `content-too-large`, and as `memory.add`
   * @example
   * const report = 'line after line of a long report\n'.repeat(10_000)
   * const record = await memory.artifacts.put(report, { summary: 'Report on the warehouse fire of March' })
   * const { text } = await memory.artifacts.open(record.id)
   */
  put(text: string, options: PutOptions): Promise<MemoryRecord> {
    return artifactPart(part => part.putArtifact(this.#core, text, options))
  }

  /**
   * The text that a record sums up, whole; waits for the relay to bring what this device does not have.
   *
   * @param id of the record that `put` gave or a search found
   * @throws CommonplaceError `unknown-record` when it names no artifact; `offline` when it is not here and the relay cannot be
   * reached; the relay's code when it refused the text; the signal's reason
   */
  open(id: string, options?: { signal?: AbortSignal | undefined }): Promise<Artifact> {
    return artifactPart(part => part.openArtifact(this.#core, id, options))
  }
}
