import type { Events } from '../events'
import type { Space } from '../space/space'
import type { Fact } from './fact'
import type { MemoryRecord } from './record'

interface Seen {
  readonly record: MemoryRecord | undefined
  readonly fact: Fact | undefined
}

interface SpaceLog {
  readonly records: Map<string, MemoryRecord>
  readonly closed: Set<string>
  readonly conflicts: Map<string, Fact>
  readonly resolved: Map<string, Fact>
  readonly flipped: Map<string, Fact>
  readonly quarantined: Map<string, MemoryRecord>
}

/** Gathers what became of records until the listeners are told, once for each space. */
export class ChangeLog {
  readonly #events: Events
  readonly #spaces = new Map<Space, SpaceLog>()

  constructor(events: Events) {
    this.#events = events
  }

  note(space: Space, was: Seen | undefined, is: Seen): void {
    const waiting = is.record?.quarantined ? is.record : undefined
    if (waiting && waiting.version !== was?.record?.version) this.#logOf(space).quarantined.set(waiting.id, waiting)
    if (waiting && !was?.record?.quarantined) this.#logOf(space).quarantined.set(waiting.id, waiting)
    const before = was && seenByAll(was)
    const after = seenByAll(is)
    if (!before?.record && !after.record) return
    const log = this.#logOf(space)
    // A fact is named by the version that is shown: when that changes, the old name is gone.
    if (before?.record && before.record.id !== after.record?.id) {
      log.records.delete(before.record.id)
      log.closed.add(before.record.id)
    }
    if (after.record) {
      log.closed.delete(after.record.id)
      log.records.set(after.record.id, after.record)
    }
    const fact = after.fact
    if (fact && !fact.settled && !sameSides(before?.fact, fact)) log.conflicts.set(fact.key, fact)
    if (fact?.settled && before?.fact?.settled === false) log.resolved.set(fact.key, fact)
    if (fact && fact.flips > Math.max(1, before?.fact?.flips ?? 0)) log.flipped.set(fact.key, fact)
  }

  tell(): void {
    const told = [...this.#spaces]
    this.#spaces.clear()
    for (const [space, { records, closed, conflicts, resolved, flipped, quarantined }] of told) {
      this.#events.emit(
        'change',
        Object.freeze({
          space: space.name,
          records: Object.freeze([...records.values()]),
          closed: Object.freeze([...closed]),
        }),
      )
      for (const fact of conflicts.values()) this.#events.emit('conflict', fact)
      for (const fact of resolved.values()) this.#events.emit('resolved', fact)
      for (const fact of flipped.values()) this.#events.emit('flip-flop', fact)
      for (const record of quarantined.values()) this.#events.emit('quarantined', record)
    }
  }

  #logOf(space: Space): SpaceLog {
    const log = this.#spaces.get(space) ?? {
      records: new Map(),
      closed: new Set<string>(),
      conflicts: new Map(),
      resolved: new Map(),
      flipped: new Map(),
      quarantined: new Map(),
    }
    this.#spaces.set(space, log)
    return log
  }
}

/** What is in quarantine is not seen by those who did not ask for it. */
function seenByAll(seen: Seen): Seen {
  return seen.record?.quarantined ? { record: undefined, fact: undefined } : seen
}

function sameSides(before: Fact | undefined, after: Fact): boolean {
  if (!before || before.settled || before.sides.length !== after.sides.length) return false
  return before.sides.every((side, i) => side.id === after.sides[i]?.id)
}
