import type { Socket } from 'node:net'

/** Every TCP connection of the relay and what went through it, those included that never became a WebSocket. */
export class Traffic {
  readonly #sockets = new Set<Socket>()
  #endedIn = 0
  #endedOut = 0

  readonly #onClose: (this: Socket) => void

  /** @param onClose told of each that has closed: a second listener of each would be a list */
  constructor(onClose: (socket: Socket) => void) {
    const forget = (socket: Socket) => this.#forget(socket)
    this.#onClose = function () {
      forget(this)
      onClose(this)
    }
  }

  watch(socket: Socket): void {
    this.#sockets.add(socket)
    socket.on('close', this.#onClose)
  }

  get bytesIn(): number {
    return this.#sum(socket => socket.bytesRead, this.#endedIn)
  }

  /** What was given to sockets; some of it may still be queued. */
  get bytesOut(): number {
    return this.#sum(socket => socket.bytesWritten, this.#endedOut)
  }

  get queueBytes(): number {
    return this.#sum(socket => socket.writableLength, 0)
  }

  /** Cuts every connection at once. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #forget(socket: Socket): void {
    this.#sockets.delete(socket)
    this.#endedIn += socket.bytesRead
    this.#endedOut += socket.bytesWritten
  }

  #sum(of: (socket: Socket) => number, start: number): number {
    let sum = start
    for (const socket of this.#sockets) sum += of(socket)
    return sum
  }
}
