import { entriesOf } from '../../packages/memory/src/sync/document-entries.fixture'
import type { Agent } from './agent'

/** What is known of one entry that somebody wrote, by its payload. */
export interface Wish {
  readonly key: string
  readonly agent: string
  /** where its writer lives; nobody lives there any more once its storage is lost */
  readonly place: string
  /** the payloads of the heads its writer saw */
  readonly seen: readonly string[]
  /** it was not on disk when its writer died */
  mayBeLost: boolean
  /** its writer was told that the relay has it */
  wasAcknowledged: boolean
  /** its writer deleted it */
  wasDeleted: boolean
}

/** Everything that was written in a run, and what has to become of it. */
export class Wishes extends Map<string, Wish> {
  wrote({ name, place }: Agent, payload: string, key: string, seen: readonly string[]): void {
    const isFresh = { mayBeLost: false, wasAcknowledged: false, wasDeleted: false }
    this.set(payload, { key, agent: name, place, seen, ...isFresh })
  }

  deleted(payload: string | undefined): void {
    const wish = payload === undefined ? undefined : this.get(payload)
    if (wish) wish.wasDeleted = true
  }

  /** A process ends: what it knew that its successor may not. */
  ended(agent: Agent, isClean: boolean): void {
    for (const [payload, write] of agent.writes) {
      const wish = this.get(payload)!
      if (write.tier === 'relay') wish.wasAcknowledged = true
      else if (write.tier === 'memory' && !isClean) wish.mayBeLost = true
    }
  }

  /** The storage of a place is gone: what the relay does not have for good may be, too. */
  vanished(place: string, wasRestored: boolean): void {
    for (const wish of this.values()) {
      if (wish.place === place && (wasRestored || !wish.wasAcknowledged)) wish.mayBeLost = true
    }
  }

  /** The relay lost what it had: nobody is left who could bring back what those had been told was safe who live nowhere any more. */
  relayLost(places: ReadonlySet<string>): void {
    for (const wish of this.values()) if (!places.has(wish.place)) wish.mayBeLost = true
  }

  /** What was on disk, or with the relay, and is not there when the next process opens. */
  forgottenBy({ place, replica }: Agent): string[] {
    const parked = replica!.parked().flatMap(({ entries }) => entries)
    const there = new Set([...entriesOf(replica!.doc), ...parked].map(({ payload }) => payload))
    return [...this].flatMap(([payload, wish]) =>
      wish.place !== place || wish.mayBeLost || wish.wasDeleted || there.has(payload) ? [] : [payload],
    )
  }
}
