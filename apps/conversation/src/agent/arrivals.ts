import type { MemoryRecord } from '@commonplace/memory'
import type { Arrival } from './agent-verbs'
import { machineNow } from './clock'

/** The records of the shared space as they become known to one agent, and whoever waits for them. */
export class Arrivals {
  /** Of others' records, by id. */
  readonly fromOthers = new Map<string, Arrival>()
  /** Turns that are known, own ones included. */
  readonly turns = new Set<string>()
  private readonly present = new Set<string>()
  private readonly agent: string
  private readonly waiting = new Set<() => void>()

  constructor(agent: string) {
    this.agent = agent
  }

  get count(): number {
    return this.present.size
  }

  /** Takes in records that are new here or changed. */
  note(records: readonly MemoryRecord[]): void {
    const at = machineNow()
    for (const { id, author, source } of records) {
      this.present.add(id)
      if (source?.name) this.turns.add(source.name)
      if (author.agent !== this.agent && !this.fromOthers.has(id)) this.fromOthers.set(id, { id, at })
    }
    for (const check of [...this.waiting]) check()
  }

  /** Resolves with true once `reached` holds, with false when it does not within `ms`. */
  until(reached: () => boolean, ms: number): Promise<boolean> {
    if (reached()) return Promise.resolve(true)
    return new Promise(resolve => {
      const end = (result: boolean) => {
        clearTimeout(timer)
        this.waiting.delete(check)
        resolve(result)
      }
      const check = () => reached() && end(true)
      const timer = setTimeout(() => end(false), ms)
      this.waiting.add(check)
    })
  }
}
