import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { assertOpen } from '../guarded'
import { expiryToMs } from '../input/expiry'
import { checked, name, type WorkingOptions, workingOptions } from '../input/input'
import type { Json, JsonObject } from '../model'
import { jsonFault, sealJson } from '../model/json'
import type { TeamPresence } from '../team/presence'

/** Something an agent has in hand. Frozen. */
export interface WorkingItem {
  readonly key: string
  readonly value: Json
  /** Whether the others see it while both are connected. */
  readonly shown: boolean
}

interface Held extends WorkingItem {
  /** ms */
  readonly until: number
}

/** So many things are in hand at most: who needs more is keeping records. */
const most = 1_000

/**
 * `memory.working`: what an agent has in hand right now. It lives in this process and is gone with it; what is shown goes
 * through the presence lane, which nobody writes down. None of it is ever in a document, on a disk or in a search.
 */
export class WorkingMemory {
  readonly #core: Core
  readonly #presence: TeamPresence
  readonly #items = new Map<string, Held>()

  constructor(core: Core, presence: TeamPresence) {
    this.#core = core
    this.#presence = presence
  }

  /**
   * Takes something in hand, in place of what was there under the key.
   *
   * @param value any JSON value
   * @param options.shown whether the others see it; no, unless asked. All that is shown is 4 kB at most, with the state of
   * `team.presence`
   * @param options.expires when it is let go by itself
   * @throws CommonplaceError `closed`, `invalid-input`, `content-too-large`; `secret` for what is shown; nothing is changed
   */
  set(key: string, value: Json, options: WorkingOptions = {}): void {
    assertOpen(this.#core, 'working.set')
    const { agent } = this.#core.identity
    const normal = checked(name, key, agent, 'working.set', 'a key')
    const { shown = false, expires } = checked(workingOptions, options, agent, 'working.set')
    const copy = jsonFault(value, 'the value') ?? { value: JSON.parse(JSON.stringify(value)) as Json }
    if (typeof copy === 'string')
      throw new CommonplaceError('invalid-input', `agent "${agent}" cannot hold "${key}": ${copy}`, {
        hint: 'give a JSON value, null included',
      })
    const given = shown ? this.#core.gate.cleaned('what is shown', copy.value) : copy.value
    sealJson(given)
    const now = this.#core.now()
    const until = expires === undefined ? Number.POSITIVE_INFINITY : expiryToMs(expires, now, agent)
    const before = this.#items.get(normal)
    this.#items.set(normal, Object.freeze({ key: normal, value: given, shown, until }))
    try {
      this.#checkCount()
      if (shown || before?.shown) this.#presence.showWorking(() => this.#shownValues())
    } catch (error) {
      if (before) this.#items.set(normal, before)
      else this.#items.delete(normal)
      throw error
    }
  }

  /** What is in hand under a key. */
  get(key: string): Json | undefined {
    const normal = checked(name, key, this.#core.identity.agent, 'working.get', 'a key')
    return this.#present().find(item => item.key === normal)?.value
  }

  /** Everything in hand, in the order in which it was first taken. */
  list(): readonly WorkingItem[] {
    return this.#present().map(({ key, value, shown }) => Object.freeze({ key, value, shown }))
  }

  /** What another agent that is here now shows of what it has in hand, by key. */
  of(agent: string): Readonly<Record<string, Json>> {
    return this.#presence.peers.value.find(peer => peer.agent === agent)?.working ?? Object.freeze({})
  }

  /** Lets go of something, or of everything. */
  clear(key?: string): void {
    const normal = key === undefined ? key : checked(name, key, this.#core.identity.agent, 'working.clear', 'a key')
    const gone = this.#present().filter(item => normal === undefined || item.key === normal)
    for (const item of gone) this.#items.delete(item.key)
    if (gone.some(({ shown }) => shown)) this.#presence.showWorking(() => this.#shownValues())
  }

  #present(): Held[] {
    const now = this.#core.now()
    for (const { key, until } of this.#items.values()) if (until <= now) this.#items.delete(key)
    return [...this.#items.values()]
  }

  #shownValues(): JsonObject | undefined {
    const shown = this.#present().filter(item => item.shown)
    return shown.length > 0 ? Object.fromEntries(shown.map(({ key, value }) => [key, value])) : undefined
  }

  #checkCount(): void {
    if (this.#items.size <= most || this.#present().length <= most) return
    throw new CommonplaceError('content-too-large', `agent "${this.#core.identity.agent}" has ${most} things in hand`, {
      hint: 'let go of some, or write records',
    })
  }
}
