import { rangeOf, type Storage, storageKey } from '@commonplace/storage'
import * as Y from 'yjs'
import { CommonplaceError } from '../errors'
import { unreadable } from '../sync/replica-errors'
import type { Visibility } from './topology'

/** What the catalog knows of a space without opening it. */
export interface CatalogEntry {
  readonly name: string
  readonly visibility: Visibility
  /** Names the sub-document: derived from tenant and name when shared, random when private. */
  readonly guid: string
  /** Its room, where that is not the one of its name: a part of a space. */
  readonly room?: { readonly space: string; readonly segment: number }
}

/** What a pool asks of whoever lists its spaces. */
export type SpaceList = Pick<Catalog, 'list' | 'get' | 'add' | 'freshDocument' | 'unload'>

interface SubDocumentMeta {
  readonly visibility: Visibility
}

/** So many stored updates of the catalog are merged into one at the next opening. */
const mergeFrom = 64

/**
 * The agent's root document: a `Y.Map` from space name to sub-document. It stays on this device, so a private space is
 * listed to nobody else. The spaces' content never travels in it.
 */
export class Catalog {
  readonly #document: Y.Doc
  readonly #spaces: Y.Map<Y.Doc>
  readonly #storage: Storage
  #nextNumber: number
  #lastCommit: Promise<unknown> = Promise.resolve()

  private constructor(storage: Storage, document: Y.Doc, nextNumber: number) {
    this.#storage = storage
    this.#document = document
    this.#spaces = document.getMap('spaces')
    this.#nextNumber = nextNumber
    document.on('update', (update: Uint8Array) => this.#persist(update))
  }

  /** Reads the catalog from storage, or starts an empty one. */
  static async open(storage: Storage, client: number): Promise<Catalog> {
    const document = new Y.Doc({ guid: 'catalog' })
    const updates: Uint8Array[] = []
    for await (const { value } of storage.range(...rangeOf('catalog'))) updates.push(value)
    try {
      document.transact(() => {
        for (const update of updates) Y.applyUpdate(document, update)
      })
    } catch (cause) {
      throw unreadable('the list of spaces', cause)
    }
    document.clientID = client
    const catalog = new Catalog(storage, document, updates.length)
    if (updates.length >= mergeFrom) await catalog.#merge()
    return catalog
  }

  list(): CatalogEntry[] {
    return [...this.#spaces.keys()].sort().flatMap(name => this.get(name) ?? [])
  }

  get(name: string): CatalogEntry | undefined {
    const document = this.#spaces.get(name)
    if (!document) return undefined
    return { name, visibility: (document.meta as SubDocumentMeta).visibility, guid: document.guid }
  }

  /** Adds a space; resolves when the catalog with it is on disk. A name already taken with the other visibility is an error. */
  async add(entry: CatalogEntry): Promise<CatalogEntry> {
    const present = this.get(entry.name)
    if (present && present.visibility !== entry.visibility)
      throw new CommonplaceError('invalid-input', `space "${entry.name}" is ${present.visibility} on this device`, {
        hint: `open it as ${present.visibility}, or choose another name`,
      })
    const meta: SubDocumentMeta = { visibility: entry.visibility }
    if (!present) this.#spaces.set(entry.name, new Y.Doc({ guid: entry.guid, meta, shouldLoad: false }))
    await this.#settled()
    return present ?? entry
  }

  /**
   * The live sub-document of a space that was added. An earlier instance that was already in use is destroyed, which leaves
   * a fresh one behind: callers must not keep the old one.
   */
  freshDocument(name: string): Y.Doc {
    const present = this.#spaces.get(name)!
    if (present.shouldLoad) present.destroy()
    const live = this.#spaces.get(name)!
    live.load()
    return live
  }

  /** Unloads the sub-document; the reference stays. */
  unload(name: string): void {
    this.#spaces.get(name)?.destroy()
  }

  async close(): Promise<void> {
    await this.#settled()
    // Each would leave another behind when it is destroyed, and nobody has one: those in use were unloaded.
    this.#document.subdocs.clear()
    this.#document.destroy()
  }

  /** What the storage did not take is tried again: a space that it does not name is written to, and never found again. */
  #settled(): Promise<unknown> {
    const last = this.#lastCommit
    return last.catch(() => (this.#lastCommit === last ? this.#merge() : this.#lastCommit))
  }

  #merge(): Promise<unknown> {
    this.#nextNumber = 1
    const value = Y.encodeStateAsUpdate(this.#document)
    return this.#follow(
      this.#storage.commit([{ deleteRange: rangeOf('catalog') }, { put: storageKey('catalog', 0), value }]),
    )
  }

  #persist(value: Uint8Array): void {
    const put = storageKey('catalog', this.#nextNumber++)
    this.#follow(Promise.all([this.#lastCommit, this.#storage.commit([{ put, value }])]))
  }

  #follow(commit: Promise<unknown>): Promise<unknown> {
    this.#lastCommit = commit
    // Reported to whoever awaits `add` or `close`; this only keeps an early failure from being unhandled.
    commit.catch(() => {})
    return commit
  }
}
