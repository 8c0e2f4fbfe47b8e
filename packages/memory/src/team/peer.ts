import type { Json, JsonObject } from '../model'

/** An agent that is here now, as the relay knows it. Frozen. */
export interface Peer {
  readonly agent: string
  readonly user?: string
  /** What it shows, if anything. */
  readonly state?: Json
  /** What it shows of its working memory, by key. */
  readonly working?: JsonObject
}
