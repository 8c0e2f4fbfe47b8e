import { toFact } from '../facts/to-fact'
import type { Pause } from '../model'
import type { Hit, Recall, SearchQuery } from '../recall'
import type { Space } from '../space/space'
import { placeToId, toIndexed } from './indexed'
import type { Projection } from './projection'
import { isShown, type Timed } from './reader'
import type { MemoryRecord } from './record'
import { shownSide } from './shown-side'
import { toRecord } from './to-record'

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
  private readonly projection: Projection
  private readonly pause: Pause
  private readonly newRecall: () => Recall
  private index: PastIndex | undefined
  private changes = 0

  private readonly check: (space: Space, key: string, time: number) => void

  /** @param check throws where what held then is not kept any more */
  constructor(
    projection: Projection,
    pause: Pause,
    newRecall: () => Recall,
    check: (space: Space, key: string, time: number) => void,
  ) {
    this.check = check
    this.projection = projection
    this.pause = pause
    this.newRecall = newRecall
  }

  /** Something changed: what was indexed may not be what held. */
  changed(): void {
    this.changes++
    this.index = undefined
  }

  /** @param time milliseconds since 1970 */
  record(space: Space, key: string, time: number): MemoryRecord | undefined {
    return this.view(space, key, time)?.record
  }

  timed(spaces: readonly Space[], time: number): Timed[] {
    return spaces.flatMap(space => [...space.index.keys()].flatMap(key => this.view(space, key, time) ?? []))
  }

  async search(
    spaces: readonly Space[],
    time: number,
    query: SearchQuery,
  ): Promise<(Hit & { record: MemoryRecord })[]> {
    this.projection.settle()
    const { recall, records } = this.index?.time === time ? this.index : await this.build(spaces, time)
    return recall.search(query).map(hit => ({ ...hit, record: records.get(hit.id)! }))
  }

  private async build(spaces: readonly Space[], time: number): Promise<PastIndex> {
    const { changes } = this
    const recall = this.newRecall()
    const records = new Map<string, MemoryRecord>()
    for (const space of spaces) {
      for (const key of [...space.index.keys()]) {
        const view = this.view(space, key, time)
        if (view) {
          records.set(placeToId(space.name, key), view.record)
          recall.put(toIndexed(space, key, view.record, view))
        }
        const turn = this.pause()
        if (turn) await turn
      }
    }
    const index = { time, recall, records }
    if (changes === this.changes) this.index = index
    return index
  }

  private view(space: Space, key: string, time: number) {
    if (!isShown(key)) return undefined
    this.check(space, key, time)
    const verdict = this.projection.verdictAt(space, key, time)
    const reading = this.projection.reading(space)
    const fact = toFact(space, verdict, reading)
    const side = shownSide(verdict, reading)
    const record =
      fact?.record ?? (side?.body && toRecord(space, verdict, side.version, side.body, this.projection.standings))
    const seen = this.projection.projected(fact, record)
    return seen.record && { ...seen, record: seen.record, sequence: side?.version.time.count ?? 0 }
  }
}
