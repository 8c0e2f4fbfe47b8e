import type { PresenceState } from '../room/presence-state'
import type { AwarenessState } from './stock-messages'

const gone = 'null'

/** Presence as awareness: the JSON text of its state, or null when it is not JSON, which stock clients cannot show. */
function toJsonText(state: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(state)
    JSON.parse(text)
    return text
  } catch {
    return null
  }
}

/**
 * The awareness clocks of one room. A stock client's own clock travels on as it is; for native presence, which has none, the
 * clock counts on from the time in seconds, so that it also grows over a restart of the relay.
 */
export class AwarenessClocks {
  readonly #clocks = new Map<number, { readonly clock: number; readonly isStock: boolean }>()
  readonly #seconds: () => number

  constructor(seconds: () => number) {
    this.#seconds = seconds
  }

  /** The clock of a client's latest state, 0 when it shows none. */
  clockOf(client: number): number {
    return this.#clocks.get(client)?.clock ?? 0
  }

  /** A stock client has set its own state. */
  note(client: number, clock: number): void {
    this.#clocks.set(client, { clock, isStock: true })
  }

  /** Awareness of one presence state, newer than what was sent before; empty when it cannot be shown. */
  render(client: number, state: Uint8Array): AwarenessState[] {
    const known = this.#clocks.get(client)
    if (state.length === 0) {
      this.#clocks.delete(client)
      return known === undefined ? [] : [{ client, clock: known.clock, state: gone }]
    }
    const text = toJsonText(state)
    if (text === null) return []
    if (known?.isStock) return [{ client, clock: known.clock, state: text }]
    const clock = Math.max((known?.clock ?? 0) + 1, this.#seconds())
    this.#clocks.set(client, { clock, isStock: false })
    return [{ client, clock, state: text }]
  }

  /** The native presence of a room once more: stock clients drop what is not renewed within 30 seconds. */
  renew(presence: Iterable<readonly [number, PresenceState]>): AwarenessState[] {
    return [...presence].flatMap(([client, { state }]) =>
      this.#clocks.get(client)?.isStock ? [] : this.render(client, state),
    )
  }
}
