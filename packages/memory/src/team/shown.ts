import { type Json, jsonFault } from '../model/json'

/** What an agent shows of itself right now, on the presence lane. */
export interface Shown {
  /** How often it says that it is alive, ms. */
  readonly beatMs: number
  /** What it wants the others to see, if anything. */
  readonly state?: Json
}

/** Presence as bytes: the UTF-8 JSON text of `[1, beat number, beat in ms, state?]`; the number makes each beat a change. */
export function shownToBytes({ beatMs, state }: Shown, beat: number): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(state === undefined ? [1, beat, beatMs] : [1, beat, beatMs, state]))
}

/** @returns undefined for what another program showed */
export function bytesToShown(bytes: Uint8Array): Shown | undefined {
  try {
    const shown: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!Array.isArray(shown) || shown[0] !== 1 || !(shown[2] > 0) || jsonFault(shown, '') !== undefined)
      return undefined
    return { beatMs: shown[2], ...(shown.length > 3 && { state: shown[3] }) }
  } catch {
    return undefined
  }
}
