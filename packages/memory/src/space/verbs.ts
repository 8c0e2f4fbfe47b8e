import type * as Y from 'yjs'
import type { Core } from '../core'
import { calledWith, guarded } from '../guarded'
import { checked, name as nameOfSpace, spaceOptions } from '../input/input'
import { lazy } from '../lazy'
import type { Visibility } from './topology'

const elsewhere = lazy(() => import('./kept-elsewhere'))

/** A space as the memory lists it. */
export interface SpaceInfo {
  readonly name: string
  readonly visibility: Visibility
  /** Whether it is loaded now; a space that is not is neither listed nor searched. */
  readonly loaded: boolean
}

/** `memory.spaces` */
export class SpaceVerbs {
  readonly #core: Core
  readonly #opened = new Map<string, number>()

  constructor(core: Core) {
    this.#core = core
  }

  /**
   * Opens a space, creating it on this device if it is new, and holds it until `close`. Two agents of a tenant who open a
   * shared space of one name mean the same one.
   *
   * @param options.visibility of a space that is new to this device; `shared` when left out
   * @throws CommonplaceError `invalid-input` for a name that is no name, or that is taken with the other visibility
   */
  open(name: string, options: { visibility?: Visibility } = {}): Promise<SpaceInfo> {
    return guarded(this.#core, calledWith('spaces.open', name), async () => {
      const known = this.#nameOf(name, 'spaces.open')
      const asked = checked(spaceOptions, options, this.#core.identity.agent, 'spaces.open')
      const visibility = asked.visibility ?? this.#core.catalog.get(known)?.visibility ?? 'shared'
      const space = await this.#core.pool.acquire(known, visibility)
      this.#opened.set(known, (this.#opened.get(known) ?? 0) + 1)
      return Object.freeze({ name: known, visibility: space.visibility, loaded: true })
    })
  }

  /** Every space in this agent's catalog, by name. */
  list(): SpaceInfo[] {
    return this.#core.pool
      .list()
      .map(({ name, visibility }) =>
        Object.freeze({ name, visibility, loaded: this.#core.pool.get(name) !== undefined }),
      )
  }

  /**
   * Takes the entries of a Yjs document that was kept elsewhere into an open space, as this agent's own writing; what the
   * space holds already changes nothing. They are on this device's disk when it resolves; where it is interrupted, a part is, and
   * adopting again brings the rest.
   *
   * @param updates every update of that document, for example of a y-indexeddb database: `readYIndexedDb(name)` of
   * `@commonplace/storage/indexeddb`
   * @throws CommonplaceError `storage-failed` when the updates are not a whole document
   */
  adopt(name: string, updates: readonly Uint8Array[]): Promise<{ readonly records: number }> {
    return elsewhere(part => part.adoptInto(this.#core, name, updates))
  }

  /**
   * The live Yjs document of an open space, to be read or handed to a Yjs provider that keeps a copy of it, such as
   * y-indexeddb: what the provider brings back is taken in as by `adopt`. Write through the memory's verbs only. A write
   * that the relay refuses for good replaces the document; `onReplaced` tells.
   */
  document(name: string, onReplaced?: (document: Y.Doc) => void): Promise<Y.Doc> {
    return elsewhere(part => part.documentOf(this.#core, name, onReplaced))
  }

  /** Gives back one `open`. The space unloads when nobody has used it for a while; its content stays on this device. */
  close(name: string): void {
    const known = this.#nameOf(name, 'spaces.close')
    const count = this.#opened.get(known)
    if (!count) return
    this.#opened.set(known, count - 1)
    this.#core.pool.release(known)
  }

  #nameOf(name: string, verb: string): string {
    return checked(nameOfSpace, name, this.#core.identity.agent, verb, 'a name')
  }
}
