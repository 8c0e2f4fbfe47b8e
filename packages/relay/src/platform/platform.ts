/** What the relay's rooms ask of the place they run in, beyond what Node and browsers share. */
export interface Platform {
  /** CRC-32 (IEEE 802.3, as zlib), unsigned. */
  crc32(bytes: Uint8Array): number
  /** Whether the bytes stand anywhere in others. */
  holds(bytes: Uint8Array, sought: Uint8Array): boolean
  /** Deflates (RFC 1951) off this thread and calls back; absent where there is no such thread. Undefined: it could not be done. */
  deflate?(bytes: Uint8Array, done: (deflated: Uint8Array | undefined) => void): void
  /** Runs a callback after this turn of the event loop. */
  soon(run: () => void): void
  /** Calls back once after so many ms; keeps no process alive. */
  later(ms: number, run: () => void): unknown
}
