import { isPlainObject, type Json, type JsonObject, jsonFault } from '../model/json'

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

/** @returns undefined for what another program showed */
export function bytesToShown(bytes: Uint8Array): Shown | undefined {
  try {
    const shown: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!Array.isArray(shown) || shown[0] !== 2 || !(shown[2] > 0) || jsonFault(shown, '') !== undefined)
      return undefined
    const [, , beatMs, states, working] = shown
    if (!Array.isArray(states) || (working !== undefined && !isPlainObject(working))) return undefined
    return { beatMs, ...(states.length > 0 && { state: states[0] }), ...(working && { working }) }
  } catch {
    return undefined
  }
}
