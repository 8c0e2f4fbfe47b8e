import type { Json, JsonObject } from '../model/json'

/** How often an agent that shows itself says that it is alive, ms. */
export const beatMs = 15_000

/** What an agent shows of itself right now, on the presence lane. */
export interface Shown {
  /** How often it says that it is alive, ms. */
  readonly beatMs: number
  /** What it wants the others to see, if anything. */
  readonly state?: Json
  /** What it shows of its working memory, if anything. */
  readonly working?: JsonObject
}

/**
 * Presence as bytes: the UTF-8 JSON text of `[2, beat number, beat in ms, states, working?]`; the number makes each beat a
 * change. `states` holds the state, or nothing.
 */
export function shownToBytes({ beatMs, state, working }: Shown, beat: number): Uint8Array {
  const states = state === undefined ? [] : [state]
  return new TextEncoder().encode(JSON.stringify([2, beat, beatMs, states, ...(working ? [working] : [])]))
}
