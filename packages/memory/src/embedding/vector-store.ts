import { rangeOf, type Storage, storageKey } from '@commonplace/storage'
import { digest } from 'lib0/hash/sha256'
import { encodeUtf8 } from 'lib0/string'
import type { Embedder } from './embedder'

/**
 * Vectors by embedder and content on this device, so that nothing is embedded twice. They are never in a document and
 * never leave the device. Numbers are stored as little-endian floats of 32 bits.
 */
export class VectorStore {
  readonly #storage: Storage
  readonly #embedder: Embedder
  /** How many records have each content now. */
  readonly #uses = new Map<string, number>()

  constructor(storage: Storage, embedder: Embedder) {
    this.#storage = storage
    this.#embedder = embedder
  }

  /** Names a content without telling it. */
  hashOf(passage: string): string {
    return Array.from(digest(encodeUtf8(passage)).subarray(0, 16), byte => byte.toString(16).padStart(2, '0')).join('')
  }

  /** @returns undefined when it is not there, or not whole */
  async get(hash: string): Promise<Float32Array | undefined> {
    const bytes = await this.#storage.get(this.#keyOf(hash))
    if (bytes === undefined || bytes.length !== this.#embedder.dimensions * 4) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    return Float32Array.from({ length: this.#embedder.dimensions }, (_, at) => view.getFloat32(at * 4, true))
  }

  async put(vectors: readonly { readonly hash: string; readonly vector: ArrayLike<number> }[]): Promise<void> {
    await this.#storage.commit(
      vectors.map(({ hash, vector }) => {
        const value = new Uint8Array(vector.length * 4)
        const view = new DataView(value.buffer)
        for (let at = 0; at < vector.length; at++) view.setFloat32(at * 4, vector[at]!, true)
        return { put: this.#keyOf(hash), value }
      }),
    )
  }

  use(hash: string): void {
    this.#uses.set(hash, (this.#uses.get(hash) ?? 0) + 1)
  }

  /** A record has this content no more: when it was the last, its vector leaves the disk. */
  async release(hash: string): Promise<void> {
    const left = (this.#uses.get(hash) ?? 1) - 1
    if (left > 0) this.#uses.set(hash, left)
    else {
      this.#uses.delete(hash)
      await this.#storage.commit([{ delete: this.#keyOf(hash) }])
    }
  }

  /** Deletes every vector but those of these contents: those of other embedders and of records that are not loaded too. */
  async keepOnly(hashes: ReadonlySet<string>): Promise<void> {
    // A barrier: a vector on its way to the disk shows in the range below.
    await this.#storage.commit([])
    const kept = new Set(Array.from(hashes, hash => this.#keyOf(hash).join()))
    const leaving: { delete: Uint8Array }[] = []
    for await (const { key } of this.#storage.range(...rangeOf('vector')))
      if (!kept.has(key.join())) leaving.push({ delete: key })
    await this.#storage.commit(leaving)
  }

  #keyOf(hash: string): Uint8Array {
    return storageKey('vector', this.#embedder.id, hash)
  }
}
