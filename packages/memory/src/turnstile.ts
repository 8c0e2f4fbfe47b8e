import type { Pause } from './model'

/** So many calls may be under way before the next ones wait in line: what a program asks at once and awaits. */
const few = 16

/**
 * Lets calls begin in the order in which they were made, and the event loop have its turns between them where thousands are made
 * at once: by themselves all of them would run in one turn, in which a page answers nobody.
 */
export class Turnstile {
  readonly #pause: Pause
  readonly #waiting: (() => void)[] = []
  #underWay = 0
  #whenDone = () => {}
  #common: Promise<void> | undefined
  #emptying: Promise<void> | undefined

  constructor(pause: Pause) {
    this.#pause = pause
  }

  /** @returns undefined when the call may begin at once; in any case it has to `leave` */
  enter(): Promise<void> | undefined {
    if (++this.#underWay <= few && !this.#emptying) return undefined
    const turn = new Promise<void>(resolve => this.#waiting.push(resolve))
    this.#emptying ??= this.#empty()
    return turn
  }

  /**
   * @returns a turn of the event loop to wait for: who awaits one call after the other on a store in memory, or reads, would hold
   * it for all of them. Undefined while its turn is young, and of many who leave together for all but the last ones
   */
  leave(): Promise<void> | undefined {
    if (--this.#underWay === 0) this.#whenDone()
    return this.#underWay < few ? this.#pause() : undefined
  }

  /** A call waits for others, such as the relay, perhaps for ever: meanwhile it is not under way. */
  aside<T>(waiting: Promise<T>): Promise<T> {
    this.leave()
    return waiting.finally(() => this.#underWay++)
  }

  /** Resolves when no call is under way; undefined when none is. */
  done(): Promise<void> | undefined {
    if (this.#underWay === 0) return undefined
    return new Promise(resolve => {
      this.#whenDone = resolve
    })
  }

  /** Waits for what every call waits for. None begins meanwhile: all of them would go on in one turn. */
  waitFor(common: Promise<void>): Promise<void> {
    this.#common = common.catch(() => {})
    return common
  }

  /** Resolves when every call that waits has begun; undefined when none waits. */
  begun(): Promise<void> | undefined {
    return this.#emptying
  }

  async #empty(): Promise<void> {
    for (let at = 0; at < this.#waiting.length; at++) {
      await this.#pause()
      this.#waiting[at]!()
      // What it does at once counts.
      await this.#common
    }
    this.#waiting.length = 0
    this.#emptying = undefined
  }
}
