import { inTurns } from '../model'
import type { Hearing } from './hearing'
import { tokenOfKey } from './private-token'
import type { ProjectionOptions } from './projection-options'
import { isShown } from './reader'
import type { Restored } from './snapshot-port'
import type { SpaceViews } from './space-views'
import type { Standings } from './standings'

/** What it takes spaces in with. */
export interface IntakeOptions extends Pick<ProjectionOptions, 'index' | 'events' | 'pause' | 'snapshots'> {
  readonly hearing: Hearing
  readonly standings: Standings
  readonly isStopped: () => boolean
}

/** Takes opened spaces in: from a snapshot of their search index, or by judging and indexing all of them. */
export class Intake {
  readonly #options: IntakeOptions
  /** One for each space of which not all was read yet. */
  readonly #completing = new Set<Promise<void>>()

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  /** Resolves when a read finds all there is; the rest of what was restored is read in turns from then on. */
  async take(views: SpaceViews, restored: Restored | undefined): Promise<void> {
    const { hearing } = this.#options
    const { space } = views
    const tokens = space.visibility === 'private' ? [...space.index.ledgerKeys()].filter(key => tokenOfKey(key)) : []
    await hearing.noteAll(space, tokens)
    if (restored) await this.#takeRestored(views, restored)
    else await this.#takeAll(views)
  }

  /** Reads what nobody has asked for, so that what reads everything finds it read. */
  complete(views: SpaceViews): void {
    const completing = this.#readRest(views).finally(() => this.#completing.delete(completing))
    this.#completing.add(completing)
  }

  /** Resolves when all there was at opening has been read; undefined when it is. */
  whole(): Promise<unknown> | undefined {
    return this.#completing.size === 0 ? undefined : Promise.all(this.#completing)
  }

  /** Judges and indexes all of a space, and tells how far it is. */
  async #takeAll(views: SpaceViews): Promise<void> {
    const { hearing, index, events, pause } = this.#options
    const { space } = views
    const keys: string[] = []
    await inTurns(space.index.keys(), pause, key => {
      if (isShown(key)) keys.push(key)
    })
    const tell = (indexed: number) =>
      events.emit('progress', Object.freeze({ space: space.name, indexed, total: keys.length }))
    await hearing.noteAll(space, keys)
    for (const [at, key] of keys.entries()) {
      views.take(key)
      const turn = pause()
      if (turn) tell(at + 1)
      if (turn) await turn
    }
    if (keys.length === 0) return
    await index.settled()
    tell(keys.length)
  }

  /** Judges what the restored index does not know yet; the rest is read when it is asked for, or later. */
  async #takeRestored(views: SpaceViews, { unread, noted, due }: Restored): Promise<void> {
    const { hearing, standings, pause } = this.#options
    const { space, changed } = views
    views.unread = unread
    const news = unread.news()
    for (const key of [...news, ...due]) views.note(key)
    await hearing.noteAll(space, [...noted, ...news, ...standings.awaitedIn(space)])
    await inTurns([...changed], pause, key => views.look(key))
  }

  async #readRest(views: SpaceViews): Promise<void> {
    const { events, pause, snapshots, isStopped } = this.#options
    const isOver = () => isStopped() || views.isClosed
    try {
      // Who waits for the space, and asks it something, comes first.
      await pause(0)
      await inTurns(views.unread?.keys() ?? [], pause, key => {
        if (!isOver()) views.look(key)
      })
      if (isOver()) return
      views.unread = undefined
      snapshots.ready(views.space)
    } catch (error) {
      events.emit('error', { error, during: 'reading what was restored' })
    }
  }
}
