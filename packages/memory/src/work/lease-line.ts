import { abortable } from '../abortable'
import { isQuota } from './ask'

/**
 * The calls of one space that hold a lease only for as long as their work takes. A relay lets an agent hold and wait for so many at
 * once; who comes when there are as many waits here until one of them is done.
 */
export class LeaseLine {
  /** How many ask for a lease, wait for somebody else's, or hold one. */
  #underWay = 0
  readonly #waiting = new Set<() => void>()

  /**
   * Asks for a lease, again each time that one of the others is done while the relay grants no more. Whoever got an answer has to
   * `leave` when it is done with it.
   *
   * @throws SyncError `quota` where none of those others will be done, since all that the relay grants are held by claims; what
   * `ask` throws; the signal's reason
   */
  async ask<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      this.#underWay++
      try {
        return await ask()
      } catch (error) {
        this.#underWay--
        if (!isQuota(error) || this.#underWay === 0) {
          this.#next()
          throw error
        }
      }
      let next = () => {}
      const isNext = new Promise<void>(resolve => {
        next = resolve
        this.#waiting.add(next)
      })
      await abortable(isNext, signal).catch(reason => {
        // Called off when it was its turn already, it is the turn of the one behind.
        if (!this.#waiting.delete(next)) this.#next()
        throw reason
      })
    }
  }

  leave(): void {
    this.#underWay--
    this.#next()
  }

  #next(): void {
    const [next] = this.#waiting
    this.#waiting.delete(next!)
    next?.()
  }
}
