import type { Core } from '../core'
import { lastLine, linesOf, newLine } from '../ledger/line'
import { pruneLine } from '../ledger/prune'
import { type Json, ledgerKey, readKey } from '../model'
import { isPlainObject } from '../model/json'
import { placeToId } from '../record/indexed'
import type { Space } from '../space/space'

/** How often a record was said again without a new one, and when last, ms. */
export interface SaidAgain {
  readonly count: number
  readonly last: number
}

const day = 86_400_000
const path = 'reinforced'
/** So many records fit a line of the ledger. */
const mostPublished = 500

/**
 * How often records were said again: counted on this device, and told to the others in one line of this agent's own a
 * space, once a day at most. Nobody's counter is written by two.
 */
export class Reinforcement {
  /** This session's, by place. */
  private readonly own = new Map<string, SaidAgain>()
  /** What agents published, this one included: by line, then by place. */
  private readonly published = new Map<string, ReadonlyMap<string, SaidAgain>>()
  /** The latest of all that is published, by place. */
  private latest: Map<string, number> | undefined

  /** When a record was last said again, ms. */
  readonly lastOf = (place: string): number | undefined => {
    const own = this.own.get(place)?.last
    const theirs = this.published.size > 0 ? this.publishedLast(place) : undefined
    return own === undefined ? theirs : Math.max(own, theirs ?? own)
  }

  /** How often a record was said again, by all who told. */
  countOf(place: string): number {
    let count = this.own.get(place)?.count ?? 0
    for (const line of this.published.values()) count += line.get(place)?.count ?? 0
    return count
  }

  note(place: string, now: number): void {
    this.own.set(place, { count: (this.own.get(place)?.count ?? 0) + 1, last: Math.round(now) })
  }

  /** Takes in what others told since. */
  follow(core: Core): void {
    const read = (space: Space, key: string) => {
      const name = readKey(key)
      if (name?.type !== 'ledger' || name.path !== path || name.owner === undefined) return
      this.published.set(placeToId(space.name, key), this.read(core, space, key))
      this.latest = undefined
    }
    core.ledger.onChange(({ space, keys }) => {
      for (const key of keys) read(space, key)
    })
    for (const space of core.ledger.spaces()) for (const key of core.ledger.keysOf(space)) read(space, key)
  }

  /** Tells the others what was counted here, unless that was done within a day. */
  publish(core: Core, space: Space): void {
    const key = ledgerKey(path, core.identity.agent)
    const told = lastLine(core, space, key)
    if (told && core.now() - told.version.time.ms < day) return
    const sum = new Map(told ? this.read(core, space, key) : [])
    for (const [place, { count, last }] of this.own) {
      if (!place.startsWith(placeToId(space.name, ''))) continue
      sum.set(place, { count: (sum.get(place)?.count ?? 0) + count, last })
      this.own.delete(place)
    }
    const kept = [...sum].sort(([, a], [, b]) => b.last - a.last).slice(0, mostPublished)
    const records = kept.map(([place, { count, last }]) => [place.slice(space.name.length + 1), count, last])
    space.append([newLine(core, space, key, { v: 1, records })])
    pruneLine(core, space, key, 1)
    this.published.set(placeToId(space.name, key), new Map(kept))
    this.latest = undefined
  }

  private read(core: Core, space: Space, key: string): Map<string, SaidAgain> {
    return new Map(linesOf(core, space, key).flatMap(({ value }) => recordsIn(value, space.name)))
  }

  private publishedLast(place: string): number | undefined {
    if (this.latest === undefined) {
      this.latest = new Map()
      for (const line of this.published.values()) {
        for (const [each, { last }] of line) this.latest.set(each, Math.max(last, this.latest.get(each) ?? last))
      }
    }
    return this.latest.get(place)
  }
}

function recordsIn(value: Json, space: string): [place: string, said: SaidAgain][] {
  if (!isPlainObject(value) || value.v !== 1 || !Array.isArray(value.records)) return []
  return (value.records as unknown[]).flatMap((each): [string, SaidAgain][] => {
    if (!Array.isArray(each)) return []
    const [key, count, last] = each as unknown[]
    if (typeof key !== 'string' || !Number.isSafeInteger(count) || !Number.isSafeInteger(last)) return []
    return [[placeToId(space, key), { count: count as number, last: last as number }]]
  })
}
