import type { SocketLike } from '../../packages/memory/src/sync/connection'
import { chanceOf, delayOf } from './chance'
import type { Happening, Kernel } from './kernel'

/** The relay's end of a link. */
export interface LinkTarget {
  /** @returns whether anybody is there */
  open(link: Link): boolean
  receive(link: Link, bytes: Uint8Array): void
  close(link: Link): void
}

interface Way {
  readonly name: string
  /** the last frame on its way arrives then; none overtakes another */
  free: number
  count: number
  readonly flights: Happening[]
}

/** One WebSocket: in each direction frames arrive in order, each after a time of its own. */
export class Link implements SocketLike {
  binaryType = 'arraybuffer'
  onopen: SocketLike['onopen'] = null
  onmessage: SocketLike['onmessage'] = null
  onclose: SocketLike['onclose'] = null
  onerror: SocketLike['onerror'] = null
  /** sees every frame that the client sends */
  onsend: ((bytes: Uint8Array) => void) | null = null
  /** everything that the relay sent has arrived */
  ondrain: (() => void) | null = null
  readonly name: string
  readonly #kernel: Kernel
  readonly #seed: number
  readonly #meanMs: number
  readonly #target: LinkTarget
  readonly #up: Way = { name: 'up', free: 0, count: 0, flights: [] }
  readonly #down: Way = { name: 'down', free: 0, count: 0, flights: [] }
  #isEnding = false

  constructor(options: { kernel: Kernel; seed: number; name: string; meanMs: number; target: LinkTarget }) {
    this.name = options.name
    this.#kernel = options.kernel
    this.#seed = options.seed
    this.#meanMs = options.meanMs
    this.#target = options.target
    this.#carry(this.#up, 'open', () => {
      if (!this.#target.open(this)) this.#end(1006)
      else (this.onopen as (() => void) | null)?.()
    })
  }

  /** How many frames of the relay are on their way. */
  get backlog(): number {
    return this.#down.flights.length
  }

  /** The client sends. */
  send(data: Uint8Array): void {
    if (this.#isEnding) return
    this.onsend?.(data)
    const bytes = data.slice()
    this.#carry(this.#up, 'frame', () => this.#target.receive(this, bytes), bytes)
  }

  /** The client closes; what it sent still arrives. */
  close(): void {
    this.#forget(this.#down, 0)
    this.#end(null)
  }

  /** The relay sends. */
  deliver(data: Uint8Array): void {
    if (this.#isEnding) return
    const bytes = data.slice()
    const message = () => {
      ;(this.onmessage as ((event: { data: ArrayBuffer }) => void) | null)?.({ data: bytes.buffer })
      if (this.backlog === 0) this.ondrain?.()
    }
    this.#carry(this.#down, 'frame', message, bytes)
  }

  /** The relay closes; what it sent still arrives. */
  hangUp(code: number): void {
    this.#end(code)
  }

  /** The line breaks: some of what is on its way still arrives, at either end. */
  break(): void {
    if (this.#isEnding) return
    for (const way of [this.#up, this.#down]) {
      const random = chanceOf(this.#seed, this.name, way.name, 'break')
      this.#forget(way, random.below(way.flights.length + 1))
    }
    this.#end(1006)
  }

  /** Nothing reaches the client for a while: a slow reader, or a clogged line. */
  clog(ms: number): void {
    this.#down.free = Math.max(this.#down.free, this.#kernel.now + ms)
  }

  /** What the client sent arrives late. */
  delayUp(ms: number): void {
    this.#up.free = Math.max(this.#up.free, this.#kernel.now + ms)
  }

  #end(code: number | null): void {
    if (this.#isEnding) return
    this.#isEnding = true
    this.#carry(this.#up, 'close', () => this.#target.close(this))
    if (code === null) return
    this.#carry(this.#down, 'close', () =>
      (this.onclose as ((event: { code: number; reason: string }) => void) | null)?.({ code, reason: '' }),
    )
  }

  #forget(way: Way, keep: number): void {
    for (const flight of way.flights.splice(keep)) flight.cancel()
  }

  #carry(way: Way, what: string, run: () => void, bytes?: Uint8Array): void {
    const { now } = this.#kernel
    const random = chanceOf(this.#seed, this.name, way.name, ++way.count)
    way.free = Math.max(way.free, now + delayOf(random, this.#meanMs))
    const flight = this.#kernel.after(way.free - now, () => {
      way.flights.splice(way.flights.indexOf(flight), 1)
      this.#kernel.note(`${this.name} ${way.name} ${what}`, bytes)
      run()
    })
    way.flights.push(flight)
  }
}
