import { whereHeld } from '../artifacts/load'
import type { Core } from '../core'
import { clearVectors } from '../embedding/clear-vectors'
import { type Dot, type Entry, type Erasure, inTurns } from '../model'
import { erasedAmong } from '../model/erasure'
import { recordIdOf } from '../reading/record-id'
import { purgeAtRelay } from '../space/purge-at-relay'
import type { Space } from '../space/space'
import { deletionsOf, isPurgeDue, notePurged, purge } from '../sync/purge'
import { bring } from './bring'
import { confirm, confirmationOf, confirmationsOf } from './confirmation'
import { deleteAgain } from './delete-again'
import { isLeftFinding } from './left-finding'

/** So many entries are deleted in one transaction. */
const deletedAtOnce = 200
/** A relay that could not rewrite a room is asked again, ms. */
const againMs = 60_000

/**
 * Carries out what was erased, here and by others, in the spaces it is started in: deletes what came late, waits until
 * the relay has the deletes, rewrites this device's journal, vectors and store, asks the relay to do the same, and confirms.
 */
export class Eraser {
  private readonly core: Core
  readonly #running = new Map<Space, Promise<void>>()
  readonly #again = new Set<Space>()
  readonly #asked = new WeakMap<Space, Set<string>>()
  readonly #confirmed = new WeakMap<Space, Set<string>>()
  /** how much was deleted when a full room was last rewritten */
  readonly #freed = new WeakMap<Space, number>()
  /** how much was deleted when this device was last rewritten */
  readonly #rewritten = new WeakMap<Space, number>()
  /** spaces whose relay is asked again, by name */
  readonly #later = new Map<string, unknown>()
  /** of the room's log, as it was when the space was last synced */
  readonly #epochs = new WeakMap<Space, string>()

  constructor(core: Core) {
    this.core = core
    core.onClose(() => {
      for (const timer of this.#later.values()) core.timers.clear(timer)
    })
  }

  /** Does what is to be done in a space; resolves when it is done, or cannot be until the relay lets this agent in or has room. */
  async settle(space: Space): Promise<void> {
    const before = this.#running.get(space)
    this.#start(space)
    // What began before may have looked before something was to be done.
    await before
    await this.#running.get(space)
  }

  #start(space: Space): void {
    if (this.core.closed()) return
    if (this.#running.has(space)) {
      this.#again.add(space)
      return
    }
    const run = this.#run(space)
      .catch(error => {
        if (!this.core.closed()) this.core.events.emit('error', { error, during: 'erasing' })
      })
      .finally(() => {
        this.#running.delete(space)
        if (this.#again.delete(space)) this.#start(space)
      })
    this.#running.set(space, run)
  }

  async #run(space: Space): Promise<void> {
    const { core } = this
    if (!this.#epochs.has(space)) this.#watch(space)
    let open = this.#unconfirmed(space)
    let unasked = this.#unasked(space)
    const kept = await this.#sweep(space)
    const isGone = (id: string) => !kept.has(core.erasures.of(space).get(id)!)
    for (const id of open) this.#forgetTexts(space, core.erasures.of(space).get(id)!)
    open = open.filter(isGone)
    unasked = unasked.filter(isGone)
    const isToAsk = isPurgeDue(space.replica)
    const isDue = open.length > 0 || (isToAsk && this.#rewritten.get(space) !== deletionsOf(space.replica))
    let areTextsLeft = false
    await whereHeld(core, async part => {
      areTextsLeft = await part.areLeft(core, space)
    })
    const isToWait = this.#later.has(space.name) || !(isToAsk || areTextsLeft || unasked.length > 0)
    if (!isDue && isToWait) return
    const left = core.connection && (await bring(space))
    const { scrub } = core.storage
    const deletions = deletionsOf(space.replica)
    if (isDue) {
      await purge(space.replica, { unsent: !core.connection, isErased: entry => this.#erased(space, [entry]).size > 0 })
      await core.projection.settled()
      core.projection.settle()
      await core.index.settled()
      await (core.embedding?.forget() ?? clearVectors(core.storage))
      await core.snapshots.clear(space)
      if (left !== 'denied') await whereHeld(core, part => part.dropErased(core, space))
      await scrub?.call(core.storage)
      this.#rewritten.set(space, deletions)
    }
    // What is deleted there makes room, once the relay has rewritten it: then all of it can be carried out.
    if (left === 'full' && (await this.#free(space)) && !(await bring(space))) return this.#run(space)
    if (left) {
      // What was never sent is still here, and is so until the relay lets this agent in, or has room.
      space.replica.flush('relay').then(
        () => this.#start(space),
        () => {},
      )
      return
    }
    let purged = await purgeAtRelay(core, space)
    await whereHeld(core, async part => {
      if (!(await part.purgeLeft(core, space))) purged = 'later'
    })
    if (purged === 'later') this.#askLater(space)
    else if (!core.closed()) await notePurged(space.replica, deletions)
    const relay = purged === 'done'
    // Who may only read tells nobody: the relay would refuse it.
    if (this.#isReader(space)) return
    const how = scrub ? 'scrubbed' : 'deleted'
    const stores = new Map([[space.replica.client.toString(36), how] as const])
    for (const id of new Set(relay ? [...open, ...unasked] : open)) await confirm(core, space, id, { stores, relay })
  }

  /** What is written again from now on repeats nothing. */
  #forgetTexts(space: Space, { dots }: Erasure): void {
    for (const [client, ranges] of dots)
      for (const [from, to] of ranges)
        for (let clock = from; clock < to; clock++) this.core.recalled.forget(recordIdOf(space, { client, clock }))
  }

  /** The space may be let go of meanwhile. */
  #askLater({ name }: Space): void {
    const { core } = this
    if (this.#later.has(name) || core.closed()) return
    const timer = core.timers.set(againMs, () => {
      this.#later.delete(name)
      core.pool.using(name, space => this.settle(space)).catch(() => {})
    })
    this.#later.set(name, timer)
  }

  /** Has the relay take out of a full room what was deleted there since it last did. @returns whether it did */
  async #free(space: Space): Promise<boolean> {
    const deletions = deletionsOf(space.replica)
    if (this.#freed.get(space) === deletions || (await purgeAtRelay(this.core, space)) !== 'done') return false
    this.#freed.set(space, deletions)
    return true
  }

  /** Whether the relay, as far as it was heard, takes nothing that this agent writes to the space. */
  #isReader({ visibility, replica }: Space): boolean {
    return this.core.connection !== undefined && visibility === 'shared' && !replica.rights.has('append')
  }

  /** A relay that was restored from a backup may have again what was erased. Who may write again deletes what could not be deleted. */
  #watch(space: Space): void {
    this.#epochs.set(space, space.replica.status.value.epoch)
    let wasReader = this.#isReader(space)
    space.replica.status.subscribe(({ epoch, synced }) => {
      const isReader = this.#isReader(space)
      if (wasReader && !isReader) this.#start(space)
      wasReader = isReader
      const before = this.#epochs.get(space)
      if (!synced || epoch === before) return
      this.#epochs.set(space, epoch)
      if (before === '') return
      for (const each of this.core.erasures.of(space).values()) deleteAgain(space, each)
      this.#start(space)
    })
  }

  /** This agent's own erasures that no relay has confirmed to anybody. */
  #unasked(space: Space): string[] {
    const { core } = this
    if (space.visibility === 'private' || !core.connection) return []
    const isConfirmed = (id: string) => confirmationsOf(core, space, id).some(([, { relay }]) => relay)
    const { agent } = core.identity
    const own = [...core.erasures.of(space)].flatMap(([id, { by }]) => (by.agent === agent ? id : []))
    return this.#without(this.#asked, space, own, isConfirmed)
  }

  /** The erasures that this store has not confirmed. */
  #unconfirmed(space: Space): string[] {
    const { agent } = this.core.identity
    // A store is named by the client id that it wrote with then; after a crash it writes with another one.
    const isOurs = (store: string) => space.replica.isOwn(Number.parseInt(store, 36))
    const isConfirmed = (id: string) => [...confirmationOf(this.core, space, id, agent).stores.keys()].some(isOurs)
    return this.#without(this.#confirmed, space, this.core.erasures.of(space).keys(), isConfirmed)
  }

  /** Those of which something is not so yet. What was so once is not looked at again: nobody takes a confirmation back. */
  #without(
    done: WeakMap<Space, Set<string>>,
    space: Space,
    ids: Iterable<string>,
    isSo: (id: string) => boolean,
  ): string[] {
    const known = done.get(space) ?? new Set()
    done.set(space, known)
    const open: string[] = []
    for (const id of ids) {
      if (known.has(id)) continue
      if (isSo(id)) known.add(id)
      else open.push(id)
    }
    return open
  }

  /**
   * Deletes the entries that are erased and that this agent may delete.
   *
   * @returns the erasures of which it may not all: whoever erased may have gone before it deleted them
   */
  async #sweep(space: Space): Promise<Set<Erasure>> {
    const { core } = this
    const dots: Dot[] = []
    const kept = new Set<Erasure>()
    const { epoch, state } = space.replica.status.value
    // What the relay refuses comes back, and would be deleted again.
    const mayWrite = !this.#isReader(space) || epoch === '' || state === 'denied'
    await inTurns(core.erasures.keysIn(space), core.pause, key => {
      const entries = space.index.entriesOf(key)
      const erased = this.#erased(space, entries)
      for (const { dot } of erased)
        if (mayWrite && space.replica.mayRemove(dot.client)) dots.push(dot)
        else for (const erasure of core.erasures.about(space, key)) kept.add(erasure)
      if (!mayWrite) return
      for (const entry of entries) if (!erased.has(entry) && isLeftFinding(core, space, entry)) dots.push(entry.dot)
    })
    for (let from = 0; from < dots.length; from += deletedAtOnce) {
      space.replica.remove(dots.slice(from, from + deletedAtOnce))
      await core.pause()
    }
    return kept
  }

  /** Which entries of one key are erased. */
  #erased(space: Space, entries: readonly Entry[]): Set<Entry> {
    const { erasures, projection } = this.core
    const [first] = entries
    if (!first) return new Set()
    return erasedAmong(first.key, entries, erasures.about(space, first.key), projection.context(space))
  }
}
