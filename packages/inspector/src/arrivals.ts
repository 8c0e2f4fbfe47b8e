import type { InspectedMemory, InspectedStatus, Observable } from './memory-face'

/** So many of the last arrivals are kept. */
const kept = 200

/** What took longer was written apart and came when its author was back. */
const apartMs = 10_000

export interface ArrivalTimes {
  /** From the author's write to this tab, ms, the last of them last. */
  readonly times: readonly number[]
  /** How many took longer, because they were written apart. */
  readonly apart: number
}

export interface FollowOptions {
  readonly memory: Pick<InspectedMemory, 'on'> & { readonly sync: Pick<InspectedMemory['sync'], 'status'> }
  /** Whose writes do not have to arrive. */
  readonly self: string
  readonly now: () => Date
}

/** How long the writes of others take to be here. What was written while this tab was away is not in it: that waited for the tab. */
export class Arrivals implements Observable<ArrivalTimes> {
  value: ArrivalTimes = { times: [], apart: 0 }
  private readonly listeners = new Set<(value: ArrivalTimes) => void>()
  private readonly seen = new Set<string>()

  subscribe(listener: (value: ArrivalTimes) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Follows a memory. @returns the function that ends it */
  follow({ memory, self, now }: FollowOptions): () => void {
    const liveSince = new Map<string, number>()
    const look = ({ spaces }: InspectedStatus) => {
      for (const [name, { synced }] of Object.entries(spaces)) {
        if (!synced) liveSince.delete(name)
        else if (!liveSince.has(name)) liveSince.set(name, now().getTime())
      }
    }
    look(memory.sync.status.value)
    const stops = [
      memory.sync.status.subscribe(look),
      memory.on('change', ({ space, records }) => {
        const since = liveSince.get(space) ?? Number.POSITIVE_INFINITY
        const fresh = records.filter(
          ({ version, author, time }) => author.agent !== self && time.getTime() >= since && !this.seen.has(version),
        )
        for (const { version } of fresh) this.seen.add(version)
        const at = now().getTime()
        this.take(fresh.map(({ time }) => Math.max(0, at - time.getTime())))
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  private take(all: readonly number[]): void {
    if (all.length === 0) return
    const times = all.filter(ms => ms < apartMs)
    this.value = {
      times: [...this.value.times, ...times].slice(-kept),
      apart: this.value.apart + all.length - times.length,
    }
    for (const listener of this.listeners) listener(this.value)
  }
}
