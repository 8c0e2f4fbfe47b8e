import type { Dot } from '../model'
import type { Journal } from './journal'
import { Listeners } from './listeners'

/** When the relay received the entries of one replica's document. */
export class ReceptionTimes {
  readonly #journal: Journal
  readonly known = new Listeners<readonly Dot[]>()

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /** Whose word it is; '' where nothing is known. */
  get epoch(): string {
    return this.#journal.meta.receptionEpoch ?? ''
  }

  /** The latest that the relay can have received the entry at a dot, ms since 1970; undefined where it is not known to have it. */
  at({ client, clock }: Dot): number | undefined {
    const { base, receptions } = this.#journal
    return clock < (base.vector.get(client) ?? 0) ? receptions.at(client, clock) : undefined
  }

  /**
   * Tells what was here before it was known when the relay received it, or who writes under its id, and of what it says otherwise
   * since, as a restored relay does.
   */
  onKnown(listener: (dots: readonly Dot[]) => void): () => void {
    return this.known.add(listener)
  }
}
