import type { Identity } from '../identity'
import { isPlainObject, jsonFault } from '../model/json'
import { teamSpaceOf } from '../space/team-space'
import type { Topology, Visibility } from '../space/topology'
import type { Connection, PeerPresence, Replica, Timers } from '../sync'
import type { Peer } from './peer'
import { beatMs, type Shown, shownToBytes } from './shown'

/** What an agent said last: of a thousand that are here some hundred speak a second, most of them to say that they still are. */
interface Heard {
  readonly peer: Peer
  /** when it counts as gone if it says nothing more, ms */
  readonly until: number
}

/** What it reads of a space. */
interface PresenceSpace {
  readonly visibility: Visibility
  readonly replica: Replica
}

/** What it reads of the memory that shows itself. */
interface PresenceHost {
  readonly identity: Identity
  readonly topology: Topology
  readonly pool: { get(name: string): PresenceSpace | undefined }
  readonly timers: Timers
  now(): number
  onClose(listener: () => void): void
  onSyncChange(listener: () => void): void
}

export interface PresenceLineOptions {
  readonly core: PresenceHost
  readonly connection: Connection
  /** what this agent shows now; undefined while it shows nothing */
  readonly shown: () => Shown | undefined
  /** who is here may have changed */
  readonly onChange: () => void
}

/** After so many beats in silence an agent counts as gone, though its line is still up. */
const missedBeats = 3

/** The relay's presence lane in the team's space, as long as that is open. */
export class PresenceLine {
  readonly #options: PresenceLineOptions
  readonly #heard = new Map<number, Heard>()
  #following: { readonly space: PresenceSpace; readonly stop: () => void } | undefined
  #beat = 0
  #timer: unknown

  constructor(options: PresenceLineOptions) {
    this.#options = options
    const { core } = options
    core.onSyncChange(() => this.#follow())
    core.onClose(() => {
      core.timers.clear(this.#timer)
      this.#following?.stop()
    })
    this.#follow()
    this.show()
  }

  /** Shows what this agent shows now, at once and on every beat. */
  show(): void {
    const shown = this.#options.shown()
    if (!shown) return
    this.#start()
    this.#lane()?.show(shownToBytes(shown, ++this.#beat))
  }

  hide(): void {
    this.#lane()?.show(new Uint8Array())
  }

  /** No beat before somebody is here: a memory that nobody else can see holds no timer. */
  #start(): void {
    if (this.#timer !== undefined) return
    const tick = () => {
      this.#timer = this.#options.core.timers.set(beatMs, () => {
        this.show()
        this.#options.onChange()
        tick()
      })
    }
    tick()
  }

  #lane() {
    const space = this.#following?.space
    return space && this.#options.connection.presence(space.replica)
  }

  /** The team's space may be opened, and opened anew, at any time; its presence goes with it. */
  #follow(): void {
    const { core, connection } = this.#options
    const space = core.pool.get(teamSpaceOf(core.topology))
    if (space === this.#following?.space) return
    this.#following?.stop()
    this.#following = undefined
    this.#heard.clear()
    this.#options.onChange()
    if (!space || space.visibility === 'private' || !connection.isAttached(space.replica)) return
    const lane = connection.presence(space.replica)
    lane.onChange = client => this.#hear(client, lane.peers.get(client))
    const stop = () => {
      lane.onChange = () => {}
    }
    this.#following = { space, stop }
    for (const client of lane.peers.keys()) lane.onChange(client)
    this.show()
  }

  #hear(client: number, said: PeerPresence | undefined): void {
    const now = this.#options.core.now()
    const before = this.#heard.get(client)
    const next = said && toHeard(said, now)
    if (next) this.#heard.set(client, next)
    else this.#heard.delete(client)
    this.#start()
    if (!before || before.until < now || JSON.stringify(before.peer) !== JSON.stringify(next?.peer))
      this.#options.onChange()
  }

  /** The agents that were heard of lately, this one left out. */
  peers(): Peer[] {
    const { core } = this.#options
    const now = core.now()
    return [...this.#heard.values()]
      .filter(({ peer, until }) => peer.agent !== core.identity.agent && now <= until)
      .map(({ peer }) => peer)
      .sort((a, b) => (a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : 0))
  }
}

/** @returns undefined for what another program showed */
function toHeard({ agent, user, state: bytes }: PeerPresence, now: number): Heard | undefined {
  try {
    const shown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const [version, , beatMs, states, working] = shown
    if (version !== 2 || !(beatMs > 0) || !Array.isArray(states) || jsonFault(shown, '') !== undefined) return undefined
    if (working !== undefined && !isPlainObject(working)) return undefined
    const peer = Object.freeze({
      agent,
      ...(user !== '' && { user }),
      ...(states.length > 0 && { state: states[0] }),
      ...(working && { working }),
    })
    return { peer, until: now + missedBeats * beatMs }
  } catch {
    return undefined
  }
}
