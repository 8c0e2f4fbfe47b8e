import { defaultLimits } from '@commonplace/protocol'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import type { Json, JsonObject } from '../model'
import { jsonFault } from '../model/json'
import type { Space } from '../space/space'
import { teamSpaceOf } from '../space/team-space'
import { ComputedObservable, type Observable, type PeerPresence } from '../sync'
import { bytesToShown, shownToBytes } from './shown'

/** An agent that is here now, as the relay knows it. Frozen. */
export interface Peer {
  readonly agent: string
  readonly user?: string
  /** What it shows, if anything. */
  readonly state?: Json
  /** What it shows of its working memory, by key. */
  readonly working?: JsonObject
}

interface Heard {
  readonly bytes: Uint8Array
  readonly at: number
}

/** How often an agent that shows itself says that it is alive, ms. */
export const beatMs = 15_000
/** After so many beats in silence an agent counts as gone, though its line is still up. */
const missedBeats = 3

/**
 * `memory.team.presence`: who is here now, in the team's space. Lossy and in memory only: it goes through the relay's
 * presence lane, is never written to a document or a disk, and is gone with the connection.
 */
export class TeamPresence {
  /** The agents that show themselves and were heard of lately, this one left out; changes as they come and go. */
  readonly peers: Observable<readonly Peer[]>
  readonly #core: Core
  readonly #changed: ComputedObservable<readonly Peer[]>
  readonly #heard = new Map<number, Heard>()
  #following: { readonly space: Space; readonly stop: () => void } | undefined
  #state: Json | undefined
  #isShown = false
  #working: () => JsonObject | undefined = () => undefined
  #beat = 0
  #timer: unknown

  constructor(core: Core) {
    this.#core = core
    this.#changed = new ComputedObservable<readonly Peer[]>(() => this.#present())
    this.peers = this.#changed
    core.onSyncChange(() => this.#follow())
    core.onClose(() => {
      core.timers.clear(this.#timer)
      this.#following?.stop()
    })
    this.#follow()
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
      this.#start()
      this.#send()
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
    this.#start()
    this.#send()
  }

  /** The state that this agent shows, if any. */
  get shown(): Json | undefined {
    return this.#state
  }

  /** Takes back what was shown. */
  hide(): void {
    this.#isShown = false
    this.#state = undefined
    this.#line()?.show(new Uint8Array())
  }

  /** Whether an agent is among the peers, or this one. */
  isPresent(agent: string): boolean {
    return agent === this.#core.identity.agent || this.peers.value.some(peer => peer.agent === agent)
  }

  #send(): void {
    if (!this.#isShown) return
    this.#line()?.show(shownToBytes({ beatMs, state: this.#state, working: this.#working() }, ++this.#beat))
  }

  #checkSize(state: Json | undefined, working: JsonObject | undefined): void {
    const bytes = shownToBytes({ beatMs, state, working }, this.#beat).length
    if (bytes + 16 <= defaultLimits.presenceBytes) return
    const { agent } = this.#core.identity
    throw new CommonplaceError('content-too-large', `agent "${agent}" tried to show ${bytes} bytes of itself`, {
      hint: `${defaultLimits.presenceBytes} bytes are the most; write a record and show its id`,
    })
  }

  /** No beat before somebody is here: a memory that nobody else can see holds no timer. */
  #start(): void {
    if (this.#timer !== undefined || !this.#core.connection) return
    const tick = () => {
      this.#timer = this.#core.timers.set(beatMs, () => {
        this.#send()
        this.#changed.touch()
        tick()
      })
    }
    tick()
  }

  #line() {
    const space = this.#following?.space
    return space && this.#core.connection?.presence(space.replica)
  }

  /** The team's space may be opened, and opened anew, at any time; its presence goes with it. */
  #follow(): void {
    const { connection, pool, topology } = this.#core
    const space = pool.get(teamSpaceOf(topology))
    if (!connection || space === this.#following?.space) return
    this.#following?.stop()
    this.#following = undefined
    if (!space || space.visibility === 'private' || !connection.isAttached(space.replica)) return
    const stop = connection.presence(space.replica).peers.subscribe(peers => this.#hear(peers))
    this.#following = { space, stop }
    this.#send()
  }

  #hear(peers: readonly PeerPresence[]): void {
    if (peers.length > 0) this.#start()
    const now = this.#core.now()
    const present = new Set(peers.map(({ client }) => client))
    for (const client of [...this.#heard.keys()]) if (!present.has(client)) this.#heard.delete(client)
    for (const { client, state } of peers) {
      if (this.#heard.get(client)?.bytes !== state) this.#heard.set(client, { bytes: state, at: now })
    }
    this.#changed.touch()
  }

  #present(): Peer[] {
    const line = this.#line()
    const now = this.#core.now()
    const peers = (line?.peers.value ?? []).flatMap(({ client, agent, user, state }) => {
      const shown = bytesToShown(state)
      const at = this.#heard.get(client)?.at ?? now
      if (!shown || agent === this.#core.identity.agent || now - at > missedBeats * shown.beatMs) return []
      return [
        Object.freeze({
          agent,
          ...(user !== '' && { user }),
          ...(shown.state !== undefined && { state: shown.state }),
          ...(shown.working && { working: shown.working }),
        }),
      ]
    })
    return peers.sort((a, b) => (a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : 0))
  }
}
