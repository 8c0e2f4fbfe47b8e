import {
  codecDeflated,
  codecV1,
  decodePacked,
  defaultLimits,
  FrameError,
  type Piece,
  type RelayFrame,
} from '@commonplace/protocol'
import type { Pause } from '../model'
import type { Inflate } from './connection-options'

const isPacked = (frame: RelayFrame): frame is Piece => frame.type === 'piece' && frame.codec === codecDeflated

/** The frames of one socket in the order in which they came, deflated pieces inflated: what came behind one waits for it. */
export class Inbox {
  readonly #inflate: Inflate | undefined
  readonly #handle: (frame: RelayFrame) => void
  readonly #fail: (error: unknown) => void
  readonly #pause: Pause | undefined
  /** null: nothing waits */
  #waiting: (() => unknown)[] | null = null

  /**
   * @param handle takes what came
   * @param fail gets what `handle` threw for frames that had to wait, and the `FrameError` of a piece that does not inflate
   * @param pause asked after each frame: a socket hands over all that has come in one turn
   */
  constructor(
    inflate: Inflate | undefined,
    handle: (frame: RelayFrame) => void,
    fail: (error: unknown) => void,
    pause?: Pause,
  ) {
    this.#inflate = inflate
    this.#handle = handle
    this.#fail = fail
    this.#pause = pause
  }

  /** @throws what `handle` throws, where nothing waits */
  take(frame: RelayFrame): void {
    this.after(() => this.#take(frame))
  }

  /** Runs something behind everything that came before, at once where nothing waits. */
  after(run: () => unknown): void {
    if (this.#waiting !== null) {
      this.#waiting.push(run)
      return
    }
    const wait = run()
    if (wait instanceof Promise) void this.#drain(wait)
  }

  #take(frame: RelayFrame): Promise<void> | undefined {
    const piece = isPacked(frame) ? this.#inflated(frame) : frame
    if (piece instanceof Promise) return piece.then(this.#handle)
    this.#handle(piece)
    return this.#pause?.()
  }

  async #drain(first: Promise<unknown>): Promise<void> {
    const waiting: (() => unknown)[] = []
    this.#waiting = waiting
    try {
      await first
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) await run()
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#waiting = null
    }
  }

  #inflated(frame: Piece): Piece | Promise<Piece> {
    const fail = (error: unknown): never => {
      throw new FrameError('invalid', `piece ${frame.index} does not inflate: ${error}`)
    }
    if (this.#inflate === undefined) throw new FrameError('unsupported', 'deflation was not asked for')
    const { size, deflated } = decodePacked(frame.update, defaultLimits)
    const plain = (update: Uint8Array): Piece => ({ ...frame, codec: codecV1, update })
    try {
      const update = this.#inflate(deflated, size)
      return update instanceof Promise ? update.then(plain, fail) : plain(update)
    } catch (error) {
      return fail(error)
    }
  }
}
