import type { LeaseToken } from '@commonplace/protocol'
import { CommonplaceError } from '../errors'
import { type Author, claimedMs, type Dot, dotToString, type EntryIndex, type NewEntry, nextDot } from '../model'
import { relayPart } from '../relay'
import type { Connection, Replica, SpaceStatus, Tier, Write } from '../sync'
import type { CatalogEntry } from './catalog'
import type { Visibility } from './topology'

/** Keys of one space whose entries changed. */
export interface SpaceChange {
  readonly space: Space
  readonly keys: ReadonlySet<string>
}

/**
 * One open space: its replica, and the index of entries that follows the replica's document, also across the rebuild
 * that a refusal brings.
 */
export class Space {
  readonly name: string
  readonly visibility: Visibility
  /** Names the space within the agent's store. */
  readonly guid: string
  readonly replica: Replica
  readonly index: EntryIndex
  /** This session's writes that a relay has not acknowledged, by the dot of each entry. */
  readonly #underWay = new Map<string, Write>()
  #pending: { status: SpaceStatus; dots: ReadonlySet<string> } | undefined
  readonly #stop: (() => void)[]

  readonly #connection: Connection | undefined

  /** @param index follows the replica's document */
  constructor(
    entry: CatalogEntry,
    replica: Replica,
    index: EntryIndex,
    {
      connection,
      onChange,
    }: { readonly connection: Connection | undefined; readonly onChange: (change: SpaceChange) => void },
  ) {
    this.name = entry.name
    this.visibility = entry.visibility
    this.guid = entry.guid
    this.#connection = connection
    this.replica = replica
    this.index = index
    this.#stop = [
      this.index.onChange(({ keys }) => onChange({ space: this, keys })),
      replica.onDocument(document => this.index.attach(document)),
      replica.onAcknowledged(dots => this.#acknowledged(dots, onChange)),
      replica.receptions.onKnown(dots =>
        onChange({ space: this, keys: new Set(dots.flatMap(dot => this.index.get(dot)?.key ?? [])) }),
      ),
    ]
  }

  /** Where this replica's next entry will stand. */
  nextDot(): Dot {
    return nextDot(this.replica.doc, this.replica.client)
  }

  /** @param options.lease the token of the lease that the entries are written under */
  append(entries: readonly NewEntry[], options: { readonly lease?: LeaseToken } = {}): Write {
    const write = this.replica.append(entries, options)
    if (this.visibility === 'private') return write
    for (const dot of write.dots) this.#underWay.set(dotToString(dot), write)
    return write
  }

  /** Who writes under a client id, as far as the relay has bound it, or it is this replica's own. */
  authorOf(client: number): Author | undefined {
    const author = this.replica.authorOf(client)
    return author && Object.freeze({ agent: author.agent, ...(author.user !== '' && { user: author.user }) })
  }

  /** The latest that the relay can have received an entry, ms since 1970, where it is known to have it. */
  receivedAt(dot: Dot): number | undefined {
    return this.replica.receptions.at(dot)
  }

  #acknowledged(dots: readonly Dot[], onChange: (change: SpaceChange) => void): void {
    this.#noteReceived(dots, onChange)
    // Whoever is told of it in this turn asks the write itself: the status of the replica comes after that.
    queueMicrotask(() => {
      for (const dot of dots) this.#underWay.delete(dotToString(dot))
    })
  }

  /** Entries that say they are younger than they can be count as older from now on. */
  #noteReceived(dots: readonly Dot[], onChange: (change: SpaceChange) => void): void {
    const keys = new Set<string>()
    for (const dot of dots) {
      const received = this.receivedAt(dot)
      const entry = received && this.index.get(dot)
      if (entry && claimedMs(entry) > received) keys.add(entry.key)
    }
    if (keys.size > 0) onChange({ space: this, keys })
  }

  /** How safe the entry at this dot is: what came from the relay or was acknowledged by it is on its disk. */
  tierOf(dot: Dot): Tier | 'refused' {
    if (this.visibility === 'private') return 'local'
    const write = this.#underWay.get(dotToString(dot))
    if (write) return write.tier
    // What another tab lent is on its disk, and no relay has it yet.
    return this.#pendingDots().has(dotToString(dot)) || !this.replica.isAcknowledged(dot) ? 'local' : 'relay'
  }

  #pendingDots(): ReadonlySet<string> {
    const status = this.replica.status.value
    if (this.#pending?.status !== status)
      this.#pending = { status, dots: new Set(this.replica.pendingDots().map(dotToString)) }
    return this.#pending.dots
  }

  /** @throws CommonplaceError `private` or `no-relay` when no relay will ever have what is written here */
  checkRelay(): void {
    if (this.visibility === 'private')
      throw new CommonplaceError('private', `space "${this.name}" is private`, {
        hint: "wait for 'local', or write to a shared space",
      })
    if (!this.#connection)
      throw new CommonplaceError('no-relay', `space "${this.name}" has no relay: none was given at opening`, {
        hint: "give openMemory a relay, or wait for 'local'",
      })
  }

  /**
   * Resolves when the entry at this dot has reached the tier; see `Write.reached`.
   *
   * @throws CommonplaceError the relay's code, when it has turned this agent away or denies it the space
   */
  async reached(dot: Dot, tier: Tier, options: { signal?: AbortSignal } = {}): Promise<void> {
    if (tier === 'relay') this.checkRelay()
    const write = this.#underWay.get(dotToString(dot))
    if (write) await this.settled(write, tier, options)
    else if (tier === 'relay' && this.tierOf(dot) !== 'relay') await this.flush('relay', options)
  }

  /** Resolves when a write made here has reached the tier. @throws as `reached` */
  settled(write: Write, tier: Tier, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    return tier === 'relay'
      ? this.welcome(each => write.reached(tier, { signal: each }), signal)
      : write.reached(tier, { signal })
  }

  /** Resolves when all that was written here has reached the tier; a private space is done on this device. @throws as `reached` */
  async flush(tier: 'local' | 'relay', { signal }: { signal?: AbortSignal | undefined } = {}): Promise<void> {
    await this.replica.flush('local', { signal })
    if (tier === 'local' || this.visibility === 'private') return
    this.checkRelay()
    if (this.replica.status.value.pending === 0) return
    await this.welcome(each => this.replica.flush('relay', { signal: each }), signal)
  }

  /** Waits for the relay as long as it may still come round. @throws as `reached`; what `wait` throws; the signal's reason */
  welcome<T>(wait: (signal: AbortSignal) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const own = this.authorOf(this.replica.client)?.agent ?? 'unknown'
    return relayPart(({ whileWelcome }) => whileWelcome(`agent "${own}"`, this.#connection, this.replica, wait, signal))
  }

  async close(): Promise<void> {
    for (const stop of this.#stop) stop()
    this.index.destroy()
    await this.replica.close()
  }
}
