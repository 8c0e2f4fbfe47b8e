import { roomToString } from '@commonplace/protocol'
import type { Storage } from '@commonplace/storage'
import { CommonplaceError } from '../errors'
import { hasAny } from '../has-any'
import { EntryIndex, inTurns, type Pause } from '../model'
import { type Connection, Replica, type Timers } from '../sync'
import { journalKeys } from '../sync/journal-keys'
import { closedError } from '../sync/replica-errors'
import type { CatalogEntry, SpaceList } from './catalog'
import { Space, type SpaceChange } from './space'
import type { Visibility } from './topology'

export interface PoolOptions {
  readonly catalog: SpaceList
  readonly storage: Storage
  /** Resolves when what is stored waits for room. */
  readonly waits?: Promise<unknown>
  readonly tenant: string
  readonly agent: { readonly agent: string; readonly user: string }
  readonly connection: Connection | undefined
  readonly timers: Timers
  readonly now: () => number
  readonly pause?: Pause
  readonly randomClientId: () => number
  readonly randomName: () => string
  /** How long a space that nobody refers to stays loaded, ms. */
  readonly idleMs: number
  readonly onChange: (change: SpaceChange) => void
  /** Called when a space begins to load, so that what else is kept of it can be read meanwhile. */
  readonly onOpening?: (entry: CatalogEntry, opening: Promise<Space>) => void
  /** Called when a space has loaded, before it is handed out. */
  readonly onOpen: (space: Space) => Promise<void>
  readonly onClose: (space: Space) => void
}

interface Slot {
  readonly opening: Promise<Space>
  space?: Space
  detach?: () => void
  references: number
  idle?: unknown
}

/**
 * The open spaces of a memory: opened on demand, counted, unloaded when nobody has referred to them for a while. Opening
 * the same space twice at once loads it once; opening one that is just unloading waits for that.
 */
export class SpacePool {
  readonly #options: PoolOptions
  readonly #pause: Pause
  readonly #slots = new Map<string, Slot>()
  readonly #unloading = new Map<string, Promise<void>>()
  #unsent: Promise<unknown> | undefined
  #isClosed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#pause = options.pause ?? (() => undefined)
  }

  /** The spaces that are loaded now. */
  loaded(): Space[] {
    return [...this.#slots.values()].flatMap(slot => slot.space ?? [])
  }

  get(name: string): Space | undefined {
    return this.#slots.get(name)?.space
  }

  list(): CatalogEntry[] {
    return this.#options.catalog.list()
  }

  /**
   * Opens a space and holds it until `release`. With a visibility, a space new to the catalog is added to it.
   *
   * @throws CommonplaceError `unknown-space` without a visibility for a name that the catalog does not have; `closed`
   */
  async acquire(name: string, visibility?: Visibility): Promise<Space> {
    const present = this.#slots.get(name)
    if (present && (visibility === undefined || this.#options.catalog.get(name)?.visibility === visibility))
      return this.#hold(present)
    const entry = await this.#entryOf(name, visibility)
    const raced = this.#slots.get(name)
    if (raced) return this.#hold(raced)
    if (this.#isClosed) throw closedError(`"${name}"`)
    const slot: Slot = { opening: this.#load(entry, () => slot), references: 1 }
    this.#slots.set(name, slot)
    slot.opening.catch(() => this.#slots.delete(name))
    this.#options.onOpening?.(entry, slot.opening)
    return slot.opening
  }

  /** Gives back one `acquire`; the last one starts the idle time. */
  release(name: string): void {
    const slot = this.#slots.get(name)
    if (!slot || --slot.references > 0) return
    this.#idle(name, slot)
  }

  /** A shared space stays until the relay has answered its writes, and refused ones are discarded: unloaded, nobody would send or count them. */
  #idle(name: string, slot: Slot): void {
    slot.idle = this.#options.timers.set(this.#options.idleMs, () => {
      const { pending = 0, refused = [] } = slot.space?.replica.status.value ?? {}
      if (this.#options.connection && pending + refused.length > 0) this.#idle(name, slot)
      else void this.#unload(name)
    })
  }

  /** Holds a space for the length of one piece of work. */
  async using<T>(name: string, work: (space: Space) => T | Promise<T>): Promise<T> {
    const space = await this.acquire(name)
    try {
      return await work(space)
    } finally {
      this.release(name)
    }
  }

  /**
   * Opens what an earlier session wrote to and the relay has not all of, or refused, though nobody asks for it: it stays until the
   * relay has answered, and refused writes are discarded. Once is enough, since no space is let go before.
   */
  openUnsent(): Promise<unknown> {
    this.#unsent ??= Promise.all(this.list().map(entry => this.#openIfUnsent(entry)))
    return this.#unsent
  }

  /** Unloads a space at once, whoever holds it. */
  async discard(name: string): Promise<void> {
    await this.#slots.get(name)?.opening.catch(() => {})
    await this.#unload(name)
    await this.#unloading.get(name)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled([...this.#slots.values()].map(slot => slot.opening))
    // Whoever waits for this device's disk hears of it, not of the end.
    await Promise.allSettled(this.loaded().map(({ replica }) => replica.flush('local')))
    const closing = [...this.#unloading.values()]
    await inTurns([...this.#slots.keys()], this.#pause, name => {
      const closed = this.#unload(name)
      // It is told of below; until then others have their turn.
      closed.catch(() => {})
      closing.push(closed)
    })
    await Promise.all(closing)
  }

  #hold(slot: Slot): Promise<Space> {
    slot.references++
    this.#options.timers.clear(slot.idle)
    return slot.opening
  }

  async #entryOf(name: string, visibility: Visibility | undefined): Promise<CatalogEntry> {
    const { catalog, waits, tenant, agent, randomName } = this.#options
    if (visibility === undefined) {
      const entry = catalog.get(name)
      if (entry) return entry
      throw new CommonplaceError('unknown-space', `agent "${agent.agent}" has no space "${name}"`, {
        hint: `open it first: memory.spaces.open('${name}')`,
      })
    }
    const guid = visibility === 'shared' ? roomToString({ tenant, space: name, segment: 0 }) : randomName()
    const added = catalog.add({ name, visibility, guid })
    await Promise.race([added, waits ?? added])
    return catalog.get(name)!
  }

  async #load(entry: CatalogEntry, slotOf: () => Slot): Promise<Space> {
    await this.#unloading.get(entry.name)
    const { catalog, storage, waits, tenant, agent, connection, now, randomClientId } = this.#options
    const replica = await Replica.open({
      room: entry.visibility === 'shared' ? { tenant, ...(entry.room ?? { space: entry.name, segment: 0 }) } : null,
      name: `"${entry.name}"`,
      storage,
      waits,
      prefix: entry.guid,
      createDoc: () => catalog.freshDocument(entry.name),
      randomClientId,
      now,
      pause: this.#pause,
      agent,
    })
    const index = await EntryIndex.read(replica.doc, this.#pause)
    const space = new Space(entry, replica, index, {
      connection,
      onChange: this.#options.onChange,
    })
    await this.#options.onOpen(space)
    const slot = slotOf()
    slot.space = space
    if (entry.visibility === 'shared') slot.detach = connection?.attach(replica)
    return space
  }

  async #openIfUnsent({ name, guid, visibility }: CatalogEntry): Promise<void> {
    const { connection, storage } = this.#options
    if (!connection || visibility === 'private' || this.get(name)) return
    for (const sort of ['outbox', 'parked'] as const) {
      if (await hasAny(storage, journalKeys(guid).all(sort))) await this.using(name, () => {})
    }
  }

  #unload(name: string): Promise<void> {
    const slot = this.#slots.get(name)
    if (!slot?.space) return Promise.resolve()
    this.#slots.delete(name)
    this.#options.timers.clear(slot.idle)
    const { space } = slot
    const done = (async () => {
      slot.detach?.()
      this.#options.onClose(space)
      await space.close()
      // A commit may have closed a thousand at once.
      await this.#pause()
      this.#options.catalog.unload(name)
    })().finally(() => this.#unloading.delete(name))
    this.#unloading.set(name, done)
    return done
  }
}
