import type { Core } from '../core'
import { toFact } from '../facts/to-fact'
import type { NewIndex } from '../open-index'
import type { Hit, Indexed, SearchQuery } from '../recall'
import { checkHorizon } from '../retention/horizon'
import type { SearchIndex } from '../search-index/search-index'
import type { Space } from '../space/space'
import { placeToId, toIndexed } from './indexed'
import { isShown, type Timed } from './reader'
import type { MemoryRecord } from './record'
import { shownSide } from './shown-side'
import { toRecord } from './to-record'

interface PastOptions extends Pick<Core, 'erasures' | 'projection' | 'pause' | 'reinforcement'> {
  readonly newIndex: NewIndex
}

/** What held at one time, searchable. */
interface PastIndex {
  readonly time: number
  readonly index: SearchIndex
  readonly records: ReadonlyMap<string, MemoryRecord>
  /** Searches that are under way. */
  asked: number
}

/**
 * What held at a time, as known now: replaced and retracted versions included. Reading one record costs its versions; a
 * search costs an index of everything that held then, in this thread or, where it is large, in a worker of its own. It is kept until
 * something changes or another time is asked for.
 */
export class Past {
  readonly #options: PastOptions
  #kept: PastIndex | undefined
  private changes = 0

  constructor(options: PastOptions) {
    this.#options = options
  }

  /** Something changed: what was indexed may not be what held. */
  changed(): void {
    this.changes++
    this.#keep(undefined)
  }

  close(): void {
    this.#kept?.index.close()
    this.changed()
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
    signal?: AbortSignal,
  ): Promise<(Hit & { record: MemoryRecord })[]> {
    this.#options.projection.settle()
    let past = this.#kept
    if (past?.time === time) past.asked++
    else past = await this.#build(spaces, time)
    try {
      const hits = await past.index.search(query, signal)
      return hits.map(hit => ({ ...hit, record: past.records.get(hit.id)! }))
    } finally {
      past.asked--
      this.#letGo(past)
    }
  }

  /** @returns one that is asked already, so that nobody lets go of it */
  async #build(spaces: readonly Space[], time: number): Promise<PastIndex> {
    const { pause, newIndex, reinforcement } = this.#options
    const { changes } = this
    const indexed: Indexed[] = []
    const put = async () => {
      for (const record of indexed) {
        index.put(record)
        const turn = pause() ?? index.pressure()
        if (turn) await turn
      }
    }
    const records = new Map<string, MemoryRecord>()
    for (const space of spaces) {
      for (const key of [...space.index.keys()]) {
        const view = this.#view(space, key, time)
        if (view) {
          records.set(placeToId(space.name, key), view.record)
          indexed.push(toIndexed(space, key, view.record, view))
        }
        const turn = pause()
        if (turn) await turn
      }
    }
    const index = await newIndex(put)
    await index.expect(indexed.length)
    for (const [id, at] of reinforcement.said()) index.saidAgain(id, at)
    await put()
    const past = { time, index, records, asked: 1 }
    if (changes === this.changes) this.#keep(past)
    return past
  }

  #keep(past: PastIndex | undefined): void {
    const before = this.#kept
    this.#kept = past
    if (before) this.#letGo(before)
  }

  #letGo(past: PastIndex): void {
    if (past !== this.#kept && past.asked === 0) past.index.close()
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
