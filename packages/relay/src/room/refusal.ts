import type { RefusalCode } from '@commonplace/protocol'

/** Why a frame is not taken. */
export interface Refusal {
  readonly code: RefusalCode
  readonly message: string
  /** ms to wait or the limit that was passed; else 0 */
  readonly value: number
}

/** Why somebody who may not append is not taken. */
export const readOnly: Refusal = { code: 'forbidden', message: 'this room may only be read', value: 0 }

/** Why a token of a lease counts for nothing. */
export const leaseLost: Refusal = {
  code: 'lease-lost',
  message: 'the lease has ended, or is somebody else’s',
  value: 0,
}
