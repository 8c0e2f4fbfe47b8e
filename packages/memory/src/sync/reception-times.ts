import { type Reception, receptionWindowMs } from '@commonplace/protocol'
import type { Dot } from '../model'
import type { Journal } from './journal'
import { Listeners } from './listeners'

/** When the relay received the entries of one replica's document. */
export class ReceptionTimes {
  readonly #journal: Journal
  readonly #known = new Listeners<readonly Dot[]>()

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
    if (clock >= (base.vector.get(client) ?? 0)) return undefined
    const window = receptions.windowOf(client, clock)
    return window === undefined ? undefined : window * receptionWindowMs
  }

  /** Tells the dots of what was in the base before it was known when the relay received it. */
  onKnown(listener: (dots: readonly Dot[]) => void): () => void {
    return this.#known.add(listener)
  }

  /** Takes in what the relay of this epoch says. */
  learn(epoch: string, receptions: readonly Reception[]): void {
    const { base } = this.#journal
    let fresh: readonly Reception[] = []
    this.#journal.commit(batch => {
      fresh = batch.receive(epoch, receptions)
    })
    const dots = fresh.flatMap(({ client, clock }) => {
      const length = Math.max(0, (base.vector.get(client) ?? 0) - clock)
      return Array.from({ length }, (_, n): Dot => ({ client, clock: clock + n }))
    })
    if (dots.length > 0) this.#known.emit(dots)
  }
}
