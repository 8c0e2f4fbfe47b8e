/** What the relay's rooms ask of the place they run in, beyond what Node and browsers share. */
export interface Platform {
  /** CRC-32 (IEEE 802.3, as zlib), unsigned. */
  crc32(bytes: Uint8Array): number
  /** Whether the bytes stand anywhere in others. */
  holds(bytes: Uint8Array, sought: Uint8Array): boolean
  /** Runs a callback after this turn of the event loop. */
  soon(run: () => void): void
  /** Calls back once after so many ms; keeps no process alive. */
  later(ms: number, run: () => void): unknown
}
