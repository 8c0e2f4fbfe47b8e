import type { Identity } from '../identity'
import { isPlainObject, jsonFault } from '../model/json'
import { teamSpaceOf } from '../space/team-space'
import type { Topology, Visibility } from '../space/topology'
import type { Connection, PeerPresence, Replica, Timers } from '../sync'
import type { Peer } from './peer'
import { beatMs, type Shown, shownToBytes } from './shown'

interface Heard {
  readonly bytes: Uint8Array
  /** what they say, read once: of a thousand that are here some hundred speak a second */
  readonly shown: Shown | undefined
  readonly at: number
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
    if (!space || space.visibility === 'private' || !connection.isAttached(space.replica)) return
    const stop = connection.presence(space.replica).peers.subscribe(peers => this.#hear(peers))
    this.#following = { space, stop }
    this.show()
  }

  #hear(peers: readonly PeerPresence[]): void {
    if (peers.length > 0) this.#start()
    const now = this.#options.core.now()
    const present = new Set(peers.map(({ client }) => client))
    for (const client of [...this.#heard.keys()]) if (!present.has(client)) this.#heard.delete(client)
    for (const { client, state } of peers) {
      if (this.#heard.get(client)?.bytes !== state) {
        this.#heard.set(client, { bytes: state, shown: bytesToShown(state), at: now })
      }
    }
    this.#options.onChange()
  }

  /** The agents that were heard of lately, this one left out. */
  peers(): Peer[] {
    const { core } = this.#options
    const line = this.#lane()
    const now = core.now()
    const peers = (line?.peers.value ?? []).flatMap(({ client, agent, user, state }) => {
      const heard = this.#heard.get(client)
      const shown = heard?.bytes === state ? heard.shown : bytesToShown(state)
      const at = heard?.at ?? now
      if (!shown || agent === core.identity.agent || now - at > missedBeats * shown.beatMs) return []
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

/** @returns undefined for what another program showed */
function bytesToShown(bytes: Uint8Array): Shown | undefined {
  try {
    const shown: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (!Array.isArray(shown) || shown[0] !== 2 || !(shown[2] > 0) || jsonFault(shown, '') !== undefined)
      return undefined
    const [, , beatMs, states, working] = shown
    if (!Array.isArray(states) || (working !== undefined && !isPlainObject(working))) return undefined
    return { beatMs, ...(states.length > 0 && { state: states[0] }), ...(working && { working }) }
  } catch {
    return undefined
  }
}
