import type { Loan } from '../sync'

/** The version of what tabs say to each other; who hears another one passes it over. */
export const tabsVersion = 1

/**
 * What the memories of one agent say to each other on one device, space by space. A vector is a Yjs state vector.
 *
 * - `hello` a space was opened, or its document replaced: who has more says so, who has less asks
 * - `have` how much somebody has
 * - `ask` for what is missing
 * - `lent` the answer; `update` the same unasked, as it is written
 * - `reset` something that was lent is not there any more where it came from
 */
export type TabsMessage = {
  readonly version: number
  readonly from: string
  /** absent: for all */
  readonly to?: string
  readonly space: string
  readonly visibility: string
} & TabsBody

export type TabsBody =
  | { readonly type: 'hello' | 'have' | 'ask'; readonly vector: Uint8Array }
  | ({ readonly type: 'lent' | 'update' } & Loan)
  | { readonly type: 'reset' }
