/** How much a socket may hold, and how long it may stand still. */
export interface SocketBounds {
  /** bytes that wait to be sent before the socket counts as behind */
  readonly budgetBytes: number
  /** ms without a byte taken by the other side, while behind, until the socket is closed */
  readonly stallMs: number
}

export const defaultBounds: SocketBounds = { budgetBytes: 16 * 1024 * 1024, stallMs: 20_000 }
