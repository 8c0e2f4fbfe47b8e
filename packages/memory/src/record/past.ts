import type { Core } from '../core'
import { toFact } from '../facts/to-fact'
import type { Hit, Recall, SearchQuery } from '../recall'
import { checkHorizon } from '../retention/horizon'
import type { Space } from '../space/space'
import { placeToId, toIndexed } from './indexed'
import { isShown, type Timed } from './reader'
import type { MemoryRecord } from './record'
import { shownSide } from './shown-side'
import { toRecord } from './to-record'

interface PastOptions extends Pick<Core, 'erasures' | 'projection' | 'pause'> {
  readonly newRecall: () => Promise<Recall>
}

/** What held at one time, searchable. */
interface PastIndex {
  readonly time: number
  readonly recall: Recall
  readonly records: ReadonlyMap<string, MemoryRecord>
}

/**
 * What held at a time, as known now: replaced and retracted versions included. Reading one record costs its versions; a
 * search costs an index of everything that held then, which is kept until something changes or another time is asked for.
 */
export class Past {
  readonly #options: PastOptions
  #index: PastIndex | undefined
  private changes = 0

  constructor(options: PastOptions) {
    this.#options = options
  }

  /** Something changed: what was indexed may not be what held. */
  changed(): void {
    this.changes++
    this.#index = undefined
  }

  /** @param time milliseconds since 1970 */
  record(space: Space, key: string, time: number): MemoryRecord | undefined {
    return this.#view(space, key, time)?.record
  }

  timed(spaces: readonly Space[], time: number): Timed[] {
    return spaces.flatMap(space => [...space.index.keys()].flatMap(key => this.#view(space, key, time) ?? []))
  }

  async search(
    spaces: readonly Space[],
    time: number,
    query: SearchQuery,
  ): Promise<(Hit & { record: MemoryRecord })[]> {
    this.#options.projection.settle()
    const { recall, records } = this.#index?.time === time ? this.#index : await this.#build(spaces, time)
    return recall.search(query).map(hit => ({ ...hit, record: records.get(hit.id)! }))
  }

  async #build(spaces: readonly Space[], time: number): Promise<PastIndex> {
    const recall = await this.#options.newRecall()
    const { changes } = this
    const records = new Map<string, MemoryRecord>()
    for (const space of spaces) {
      for (const key of [...space.index.keys()]) {
        const view = this.#view(space, key, time)
        if (view) {
          records.set(placeToId(space.name, key), view.record)
          recall.put(toIndexed(space, key, view.record, view))
        }
        const turn = this.#options.pause()
        if (turn) await turn
      }
    }
    const index = { time, recall, records }
    if (changes === this.changes) this.#index = index
    return index
  }

  #view(space: Space, key: string, time: number) {
    if (!isShown(key)) return undefined
    checkHorizon(this.#options, space, key, time)
    const { projection } = this.#options
    const verdict = projection.verdictAt(space, key, time)
    const reading = projection.reading(space)
    const fact = toFact(space, verdict, reading)
    const side = shownSide(verdict, reading)
    const record =
      fact?.record ?? (side?.body && toRecord(space, verdict, side.version, side.body, projection.standings))
    const seen = projection.projected(fact, record)
    return seen.record && { ...seen, record: seen.record, sequence: side?.version.time.count ?? 0 }
  }
}
