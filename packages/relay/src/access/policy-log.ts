import {
  AccessGraph,
  type Explanation,
  nextEntry,
  type PolicyEntry,
  type Right,
  type RoomName,
  rightsOfLevel,
  type Statement,
  type Who,
} from '@commonplace/protocol'
import type { Operation, Storage } from '@commonplace/storage'
import type { Clock } from '../identity/clock'
import type { RightsOf } from '../identity/policy'
import type { Principal } from '../identity/principal'
import { loadPolicy, putPolicyEntry } from './stored-policy'
import { TurningPoints } from './turning-points'

/** Lines of one tenant that were logged, or that began or ceased to count. */
export interface PolicyChange {
  readonly tenant: string
  readonly entries: readonly PolicyEntry[]
}

interface Tenant {
  readonly entries: PolicyEntry[]
  readonly graph: AccessGraph
  /** the last line that was asked for, on disk or not */
  last: PolicyEntry | undefined
  /** changes whenever an answer may */
  version: number
}

interface Known {
  readonly version: number
  readonly rights: ReadonlySet<Right>
}

export interface PolicyLogOptions {
  readonly storage: Pick<Storage, 'range'>
  readonly clock: Clock
  /** resolves when the operations are on disk, in the order of the calls */
  readonly commit: (operations: readonly Operation[]) => Promise<void>
  /** what is given before the log says anything: the policy file's rules */
  readonly base: RightsOf
}

/**
 * The policy logs of a relay's tenants: what may be done now, by whom, where. A line counts once it is on disk. Time never goes
 * back: a clock that is set back neither revives what has ended nor takes back what has begun.
 */
export class PolicyLog {
  /** told of every change once it is in force, before whoever made it is */
  onChange: (change: PolicyChange) => void = () => {}
  readonly #clock: Clock
  readonly #commit: PolicyLogOptions['commit']
  readonly #base: RightsOf
  readonly #tenants = new Map<string, Tenant>()
  readonly #points = new TurningPoints()
  readonly #known = new WeakMap<Principal, WeakMap<RoomName, Known>>()
  #time = 0
  #timer: unknown = null

  private constructor({ clock, commit, base }: PolicyLogOptions) {
    this.#clock = clock
    this.#commit = commit
    this.#base = base
  }

  /** @throws StorageError `damaged` when a log is not what was written */
  static async open(options: PolicyLogOptions): Promise<PolicyLog> {
    const log = new PolicyLog(options)
    for (const [name, entries] of await loadPolicy(options.storage)) {
      const tenant = log.#tenantOf(name)
      tenant.last = entries.at(-1)
      for (const entry of entries) log.#take(name, tenant, entry)
    }
    log.#schedule()
    return log
  }

  /** What somebody may do in a room of its tenant now. */
  readonly rightsOf: RightsOf = (principal, room) => {
    this.advance()
    const tenant = this.#tenants.get(room.tenant)
    if (tenant === undefined) return this.#base(principal, room)
    let rooms = this.#known.get(principal)
    if (rooms === undefined) {
      rooms = new WeakMap()
      this.#known.set(principal, rooms)
    }
    let known = rooms.get(room)
    if (known?.version !== tenant.version) {
      const level = tenant.graph.levelIn(room.space, principal, this.#time, this.#base(principal, room).size)
      known = { version: tenant.version, rights: rightsOfLevel(level) }
      rooms.set(room, known)
    }
    return known.rights
  }

  /** The lines of a tenant that are on disk. */
  entriesOf(tenant: string): readonly PolicyEntry[] {
    return this.#tenants.get(tenant)?.entries ?? []
  }

  /** Logs a statement; resolves when it is on disk and in force on every connection. */
  async append(tenantName: string, by: string, statement: Statement): Promise<PolicyEntry> {
    this.advance()
    const tenant = this.#tenantOf(tenantName)
    const entry = nextEntry(tenantName, tenant.last, { now: this.#time, by, statement })
    tenant.last = entry
    await this.#commit([putPolicyEntry(tenantName, entry)])
    this.#take(tenantName, tenant, entry)
    this.advance()
    this.#schedule()
    this.onChange({ tenant: tenantName, entries: [entry] })
    return entry
  }

  /** Who may do what, at any time, as the log told it then; and why. */
  explain(room: RoomName, who: Who, time: number): Explanation {
    const graph = this.#tenants.get(room.tenant)?.graph ?? new AccessGraph()
    return graph.explain(room.space, who, time, this.#base({ tenant: room.tenant, name: '', ...who }, room).size)
  }

  /** ms since 1970, never less than before */
  get time(): number {
    this.advance()
    return this.#time
  }

  close(): void {
    this.#clock.clear(this.#timer)
  }

  #tenantOf(name: string): Tenant {
    let tenant = this.#tenants.get(name)
    if (tenant === undefined) {
      tenant = { entries: [], graph: new AccessGraph(), last: undefined, version: 0 }
      this.#tenants.set(name, tenant)
    }
    return tenant
  }

  #take(name: string, tenant: Tenant, entry: PolicyEntry): void {
    tenant.entries.push(entry)
    tenant.graph.add(entry)
    tenant.version++
    this.#time = Math.max(this.#time, entry.at)
    this.#points.add(name, entry, this.#time)
  }

  /** Lets begin and cease what is due, however late its timer is. */
  advance(): void {
    const now = this.#clock.now()
    if (now > this.#time) this.#time = now
    if (this.#points.next > this.#time) return
    const changes = new Map<string, PolicyEntry[]>()
    for (const { tenant, entry } of this.#points.take(this.#time)) {
      changes.set(tenant, [...(changes.get(tenant) ?? []), entry])
      this.#tenants.get(tenant)!.version++
    }
    this.#schedule()
    for (const [tenant, entries] of changes) this.onChange({ tenant, entries })
  }

  #schedule(): void {
    this.#clock.clear(this.#timer)
    this.#timer = null
    const { next } = this.#points
    if (next === Number.POSITIVE_INFINITY) return
    this.#timer = this.#clock.set(Math.max(next - this.#clock.now(), 0), () => {
      this.advance()
      this.#schedule()
    })
  }
}
