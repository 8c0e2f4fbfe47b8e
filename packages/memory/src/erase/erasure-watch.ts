import type { Core } from '../core'
import { lazy } from '../lazy'
import { erasureId } from '../model/erasure-line'
import type { Space, SpaceChange } from '../space/space'
import type { Eraser } from './eraser'

const eraserPart = lazy(() => import('./eraser'))

/** After so long the eraser is tried again that could not be loaded, ms. */
const patienceMs = 30_000

/** Starts the eraser in every space where something was erased, here or by others, while it is open. */
export class ErasureWatch {
  readonly #core: Core
  readonly #part: typeof eraserPart
  #eraser: Eraser | undefined
  /** Until then a space waits for an eraser that could not be loaded. */
  readonly #waiting = new Map<Space, unknown>()

  constructor(core: Core, part = eraserPart) {
    this.#core = core
    this.#part = part
    core.ledger.onChange(({ space, keys }) => {
      if (![...keys].some(key => erasureId(key) !== undefined)) return
      this.#refresh(space)
      this.#start(space)
    })
    core.onClose(() => {
      for (const timer of this.#waiting.values()) core.timers.clear(timer)
    })
    for (const space of core.ledger.spaces())
      if (core.erasures.of(space).size > 0 || core.erasures.isUnread(space)) this.#start(space)
  }

  /** Entries changed: what is erased under these keys came late, or its author deleted it. */
  changed({ space, keys }: SpaceChange): void {
    if (this.#core.erasures.of(space).size === 0) return
    const isLate = [...keys].some(key => this.#core.erasures.areAbout(space, key))
    if (isLate) queueMicrotask(() => this.#start(space))
  }

  /**
   * Does what is to be done in a space; resolves when it is done, or cannot be until the relay is back.
   *
   * @throws CommonplaceError `offline` when the eraser cannot be loaded; it is tried again
   */
  settle(space: Space): Promise<void> {
    return this.#part(async ({ Eraser }) => {
      await this.#core.erasures.ready()
      this.#eraser ??= new Eraser(this.#core)
      return this.#eraser.settle(space)
    }).catch(error => {
      if (!this.#waiting.has(space) && !this.#core.closed()) this.#wait(space)
      throw error
    })
  }

  #start(space: Space): void {
    this.settle(space).catch(error => {
      if (!this.#core.closed()) this.#core.events.emit('error', { error, during: 'erasing' })
    })
  }

  #wait(space: Space): void {
    const timer = this.#core.timers.set(patienceMs, () => {
      this.#waiting.delete(space)
      this.#start(space)
    })
    this.#waiting.set(space, timer)
  }

  /** Readers look again at the keys of an erasure that has just arrived. */
  #refresh(space: Space): void {
    const keys = this.#core.erasures.keysIn(space)
    if (keys.size > 0) this.#core.projection.changed({ space, keys })
  }
}
