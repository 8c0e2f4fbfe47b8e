import type { InspectedRecord } from '../memory-face'

/** What the records of one space add up to. */
export interface SpaceTally {
  readonly records: number
  /** Agents that wrote a record which stands, with how many. */
  readonly writers: ReadonlyMap<string, number>
  /** Writes within the last minute before the newest write of all, newest first. */
  readonly lastMinute: readonly { readonly agent: string; readonly agoMs: number }[]
  readonly newest?: Date
}

const minute = 60_000
/** More ticks than this cannot be told apart in a lane. */
const mostTicks = 240

/** Adds up records, newest first, by space. */
export function tallySpaces(records: readonly InspectedRecord[]): ReadonlyMap<string, SpaceTally> {
  const newest = records[0]?.time.getTime() ?? 0
  const tallies = new Map<
    string,
    { records: number; writers: Map<string, number>; lastMinute: { agent: string; agoMs: number }[]; newest: Date }
  >()
  for (const { space, author, time } of records) {
    let tally = tallies.get(space)
    if (!tally) {
      tally = { records: 0, writers: new Map(), lastMinute: [], newest: time }
      tallies.set(space, tally)
    }
    tally.records++
    tally.writers.set(author.agent, (tally.writers.get(author.agent) ?? 0) + 1)
    const agoMs = newest - time.getTime()
    if (agoMs < minute && tally.lastMinute.length < mostTicks) tally.lastMinute.push({ agent: author.agent, agoMs })
  }
  return tallies
}
