import type { Operation } from '@commonplace/storage'
import type { Delivery } from '../../packages/relay/src/room/effect'
import { payloadsOf, tryPayloads } from './payloads'
import { updatesIn } from './updates-in'

/** A frame that was not refused, by what it says. */
interface Sent {
  readonly seq: number
  readonly payloads: readonly string[]
}

/** Watches a relay as its disk and its clients see it: nothing is logged twice, nothing acknowledged or told to others that is not on disk. */
export class Witness {
  readonly #report: (problem: string) => void
  /** dots in the log, on disk or not */
  #logged = new Set<string>()
  /** what entries on disk say */
  readonly #durable = new Set<string>()
  /** of honest clients, by their number */
  readonly #sent = new Map<number, Sent[]>()

  constructor(report: (problem: string) => void) {
    this.#report = report
  }

  /** A relay has started with this in its log. */
  started(updates: readonly Uint8Array[]): void {
    const logged = updates.flatMap(payloadsOf)
    this.#logged = new Set(logged.map(({ dot }) => dot))
    this.#durable.clear()
    for (const { payload } of logged) this.#durable.add(payload)
  }

  /** A commit with these updates begins. */
  writing(updates: readonly Uint8Array[]): void {
    for (const { dot, payload } of updates.flatMap(payloadsOf)) {
      if (this.#logged.has(dot)) this.#report(`logged twice: ${dot} ${payload}`)
      this.#logged.add(dot)
    }
  }

  durable(operations: readonly Operation[]): void {
    for (const update of updatesIn(operations)) for (const { payload } of payloadsOf(update)) this.#durable.add(payload)
  }

  /** A client that can be held to its word joins: its frames are numbered from here. */
  joined(client: number): void {
    this.#sent.set(client, [])
  }

  left(client: number): void {
    this.#sent.delete(client)
  }

  sent(client: number, seq: number, update: Uint8Array): void {
    this.#sent.get(client)?.push({ seq, payloads: tryPayloads(update) })
  }

  told(effect: Delivery): void {
    if (effect.type === 'updates' || effect.type === 'joined') {
      const updates = effect.type === 'updates' ? effect.updates : effect.pieces.map(({ update }) => update)
      const early = updates.flatMap(payloadsOf).find(({ payload }) => !this.#durable.has(payload))
      if (early) this.#report(`told to others before it was on disk: ${early.payload}`)
    }
    for (const client of effect.members) {
      const sent = this.#sent.get(client)
      if (!sent) continue
      if (effect.type === 'refused') {
        this.#sent.set(
          client,
          sent.filter(({ seq }) => seq < effect.seq),
        )
      } else if (effect.type === 'acked') this.#acknowledged(client, sent, effect.upTo)
    }
  }

  #acknowledged(client: number, sent: readonly Sent[], upTo: number): void {
    this.#sent.set(
      client,
      sent.filter(({ seq }) => seq > upTo),
    )
    const done = sent.filter(({ seq }) => seq <= upTo).flatMap(({ payloads }) => payloads)
    const early = done.find(payload => !this.#durable.has(payload))
    if (early) this.#report(`acknowledged before it was on disk: ${early}`)
  }
}
