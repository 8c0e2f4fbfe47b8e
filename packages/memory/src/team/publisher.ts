import type { Core } from '../core'
import { guarded } from '../guarded'
import { lastLine, newLine } from '../ledger/line'
import { pruneLine } from '../ledger/prune'
import { canonicalJson } from '../model/canonical-json'
import { appendSettled } from '../space/append-settled'
import { teamSpaceOf } from '../space/team-space'
import { type Consent, knowledgeOf, knowledgeToValue, sketchKey } from './knowledge'

/** At most so often an agent publishes what it knows, ms: a sketch in the shared space is no heartbeat. */
const publishMs = 600_000

const publishers = new WeakMap<Core, Publisher>()

/** The publisher of a memory; made when it is first asked for. */
export function publisherOf(core: Core): Publisher {
  const publisher = publishers.get(core) ?? new Publisher(core)
  publishers.set(core, publisher)
  return publisher
}

/** Keeps an agent's published sketch near to what it knows, once its owner agreed to publish one. */
class Publisher {
  private readonly core: Core
  private consent: Consent | undefined
  #timer: unknown
  #stop: (() => void) | undefined

  constructor(core: Core) {
    this.core = core
    core.onClose(() => this.end())
  }

  /** Publishes now, and again when something was written, at most every ten minutes. */
  async begin(consent: Consent): Promise<void> {
    this.consent = consent
    this.#stop ??= this.core.events.on('change', () => this.#later())
    await this.publish()
  }

  end(): void {
    this.#stop?.()
    this.#stop = undefined
    this.consent = undefined
    this.core.timers.clear(this.#timer)
    this.#timer = undefined
  }

  /** Takes back what was published. */
  withdraw(): Promise<void> {
    this.end()
    const { core } = this
    return guarded(core, 'team.publish', () =>
      core.pool.using(teamSpaceOf(core.topology), async space => {
        if (!lastLine(core, space, sketchKey(core))) return
        await appendSettled(core, space, newLine(core, space, sketchKey(core), undefined), {}, () => {})
        pruneLine(core, space, sketchKey(core), 1)
      }),
    )
  }

  /** @returns whether there was anything new to publish */
  publish(): Promise<boolean> {
    const { core, consent = {} } = this
    return guarded(core, 'team.publish', () =>
      core.pool.using(teamSpaceOf(core.topology), async space => {
        await core.projection.completed()
        const value = knowledgeToValue(await knowledgeOf(core, consent))
        const known = lastLine(core, space, sketchKey(core))
        if (known && canonicalJson(known.value) === canonicalJson(value)) return false
        await appendSettled(core, space, newLine(core, space, sketchKey(core), value), {}, () => {})
        pruneLine(core, space, sketchKey(core), 1)
        return true
      }),
    )
  }

  #later(): void {
    this.#timer ??= this.core.timers.set(publishMs, () => {
      this.#timer = undefined
      this.publish().catch(error => this.core.events.emit('error', { error, during: 'team.publish' }))
    })
  }
}
