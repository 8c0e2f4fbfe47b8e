// What a socket writes in a turn is mostly less; whoever does not read holds no more than this beside its backlog.
const keptBytes = 32 * 1024

/**
 * Joins small messages in one buffer for all sockets, for as long as the kernel takes at once what lies in it: a buffer of its own
 * for each write is the most garbage that many small messages make, and such garbage sets off collections of the whole heap.
 */
export class JoinBuffer {
  #bytes: Buffer | null = null
  #at = 0

  /** The same bytes as one part; they are overwritten after `written`. */
  join(messages: readonly Uint8Array[]): Buffer {
    const length = messages.reduce((sum, message) => sum + message.length, 0)
    if (this.#at + length > keptBytes) return Buffer.concat(messages, length)
    this.#bytes ??= Buffer.allocUnsafeSlow(keptBytes)
    const start = this.#at
    for (const message of messages) {
      this.#bytes.set(message, this.#at)
      this.#at += message.length
    }
    return this.#bytes.subarray(start, this.#at)
  }

  /** What was joined has been written; where some of it waits, the buffer is left to who reads it. */
  written(isTaken: boolean): void {
    if (!isTaken && this.#at > 0) this.#bytes = null
    this.#at = 0
  }
}
