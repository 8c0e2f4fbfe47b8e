import type { Identity } from './member'

/** What a relay with a receipt key can say of a room's client ids without knowing its log. */
export interface ReceiptBook {
  /** this log is not the first that the key served: an id that nobody owns in it may still be somebody's */
  readonly isRecovered: boolean
  issue(client: number, owner: Identity): Uint8Array
  isGenuine(client: number, owner: Identity, mac: Uint8Array): boolean
  /** a client id that nobody has: 53 random bits */
  draw(): number
}
