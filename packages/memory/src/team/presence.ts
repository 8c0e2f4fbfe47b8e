import { defaultLimits } from '@commonplace/protocol'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import type { Json, JsonObject } from '../model'
import { jsonFault } from '../model/json'
import { openObservable } from '../open-observable'
import { relayPart } from '../relay'
import { ComputedObservable, type Observable } from '../sync'
import type { Peer } from './peer'
import type { PresenceLine } from './presence-line'
import { beatMs, shownToBytes } from './shown'

/**
 * `memory.team.presence`: who is here now, in the team's space. Lossy and in memory only: it goes through the relay's
 * presence lane, is never written to a document or a disk, and is gone with the connection.
 */
export class TeamPresence {
  /** The agents that show themselves and were heard of lately, this one left out; changes as they come and go. */
  readonly peers: Observable<readonly Peer[]>
  readonly #core: Core
  readonly #changed: ComputedObservable<readonly Peer[]>
  #line: PresenceLine | undefined
  #here: { readonly of: readonly Peer[]; readonly agents: ReadonlySet<string> } = { of: [], agents: new Set() }
  #state: Json | undefined
  #isShown = false
  #working: () => JsonObject | undefined = () => undefined

  constructor(core: Core) {
    this.#core = core
    this.#changed = new ComputedObservable<readonly Peer[]>(() => this.#line?.peers() ?? [])
    this.peers = openObservable(core, 'team.presence.peers', this.#changed)
    const { connection } = core
    if (!connection) return
    const shown = () => (this.#isShown ? { beatMs, state: this.#state, working: this.#working() } : undefined)
    const onChange = () => this.#changed.touch()
    relayPart(({ PresenceLine }) => {
      if (!core.closed()) this.#line = new PresenceLine({ core, connection, shown, onChange })
    })
  }

  /**
   * Shows this agent to the others, with a state of its own if given, until `hide` or the end of the connection.
   *
   * @param state any JSON value; 4 kB at most with its wrapping
   * @throws CommonplaceError `invalid-input`, `content-too-large`
   */
  show(state?: Json): Promise<void> {
    return guarded(this.#core, 'team.presence.show', () => {
      const { agent } = this.#core.identity
      const fault = state === undefined ? undefined : jsonFault(state, 'the state')
      if (fault !== undefined)
        throw new CommonplaceError('invalid-input', `agent "${agent}" cannot show itself: ${fault}`, {
          hint: 'show a JSON value, or nothing',
        })
      this.#checkSize(state, this.#working())
      this.#state = state
      this.#isShown = true
      this.#line?.show()
    })
  }

  /**
   * For working memory: shows what it holds beside the state, on every beat what is left of it.
   *
   * @throws CommonplaceError `content-too-large`, with nothing shown
   */
  showWorking(working: () => JsonObject | undefined): void {
    this.#checkSize(this.#state, working())
    this.#working = working
    this.#isShown ||= working() !== undefined
    this.#line?.show()
  }

  /** The state that this agent shows, if any. */
  get shown(): Json | undefined {
    return this.#state
  }

  /** Takes back what was shown. */
  hide(): void {
    this.#isShown = false
    this.#state = undefined
    this.#line?.hide()
  }

  /** Whether an agent is among the peers, or this one. */
  isPresent(agent: string): boolean {
    const peers = this.peers.value
    if (this.#here.of !== peers) this.#here = { of: peers, agents: new Set(peers.map(peer => peer.agent)) }
    return agent === this.#core.identity.agent || this.#here.agents.has(agent)
  }

  #checkSize(state: Json | undefined, working: JsonObject | undefined): void {
    const bytes = shownToBytes({ beatMs, state, working }, 0).length
    if (bytes + 16 <= defaultLimits.presenceBytes) return
    const { agent } = this.#core.identity
    throw new CommonplaceError('content-too-large', `agent "${agent}" tried to show ${bytes} bytes of itself`, {
      hint: `${defaultLimits.presenceBytes} bytes fit; write a record and show its id`,
    })
  }
}
