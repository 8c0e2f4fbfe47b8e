import type { SocketLike, Timers } from './connection'
import type { RelayModel } from './relay-model.fixture'

/** A socket between one replica and the relay: two queues, each first in, first out. */
export class SimulatedSocket implements SocketLike {
  binaryType = 'arraybuffer'
  onopen: SocketLike['onopen'] = null
  onmessage: SocketLike['onmessage'] = null
  onclose: SocketLike['onclose'] = null
  onerror: SocketLike['onerror'] = null
  readonly id: number
  readonly up: Uint8Array[] = []
  readonly down: Uint8Array[] = []
  isOpen = false
  /** the client is gone; what it sent before may still arrive */
  isZombie = false

  constructor(id: number) {
    this.id = id
  }

  send(data: Uint8Array): void {
    if (!this.isZombie) this.up.push(data)
  }

  close(): void {
    this.isZombie = true
    this.down.length = 0
  }

  open(): void {
    this.isOpen = true
    ;(this.onopen as (() => void) | null)?.()
  }

  receive(): void {
    const bytes = this.down.shift()
    if (bytes) (this.onmessage as ((event: { data: ArrayBuffer }) => void) | null)?.({ data: bytes.slice().buffer })
  }

  /** The line breaks; the client notices. */
  break(): void {
    this.close()
    ;(this.onclose as ((event: { code: number; reason: string }) => void) | null)?.({ code: 1006, reason: '' })
  }
}

/** Every socket there is, and the clock that all replicas share. */
export class SimulatedNetwork {
  readonly sockets = new Map<number, SimulatedSocket>()
  now = 0
  readonly #relay: RelayModel
  #lastSocket = 0
  #lastTimer = 0
  readonly #timers = new Map<number, { readonly at: number; readonly callback: () => void }>()
  readonly timers: Timers = {
    set: (ms, callback) => {
      this.#timers.set(++this.#lastTimer, { at: this.now + ms, callback })
      return this.#lastTimer
    },
    clear: handle => this.#timers.delete(handle as number),
  }

  constructor(relay: RelayModel) {
    this.#relay = relay
  }

  readonly openSocket = (): SimulatedSocket => {
    const socket = new SimulatedSocket(++this.#lastSocket)
    this.sockets.set(socket.id, socket)
    return socket
  }

  /** Lets the earliest timer go off. */
  tick(): void {
    const [handle, timer] = [...this.#timers].sort(([a, x], [b, y]) => x.at - y.at || a - b)[0] ?? []
    if (!timer) return
    this.#timers.delete(handle!)
    this.now = Math.max(this.now, timer.at)
    timer.callback()
  }

  /** One thing happens on a socket: it opens, or one frame arrives at one end. */
  move(id: number, isUp: boolean): void {
    const socket = this.sockets.get(id)
    if (!socket) return
    if (!socket.isOpen && !socket.isZombie) {
      this.#relay.open(id, bytes => socket.isZombie || socket.down.push(bytes))
      socket.open()
    } else if (socket.up.length > 0 && (isUp || socket.down.length === 0)) this.#relay.receive(id, socket.up.shift()!)
    else socket.receive()
    if (socket.isZombie && socket.up.length === 0) {
      this.#relay.close(id)
      this.sockets.delete(id)
    }
  }

  isBusy(): boolean {
    return [...this.sockets.values()].some(
      ({ up, down, isOpen, isZombie }) => up.length + down.length > 0 || !isOpen || isZombie,
    )
  }

  /** The relay lost these connections; their clients notice. */
  drop(ids: readonly number[]): void {
    for (const id of ids) {
      const socket = this.sockets.get(id)
      if (!socket) continue
      this.sockets.delete(id)
      socket.up.length = 0
      if (!socket.isZombie) socket.break()
    }
  }
}
