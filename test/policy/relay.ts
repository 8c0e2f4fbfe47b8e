import { defaultLimits, type RoomName } from '@commonplace/protocol'
import type { Operation } from '@commonplace/storage'
import { MemoryDisk, memoryStorage } from '@commonplace/storage/memory'
import { concernedBy } from '../../packages/relay/src/access/concerns'
import { PolicyLog } from '../../packages/relay/src/access/policy-log'
import { compactUpdates } from '../../packages/relay/src/compaction/compact-updates'
import { type Identity, trustingIdentity } from '../../packages/relay/src/identity/identity'
import type { RightsOf } from '../../packages/relay/src/identity/policy'
import type { Principal } from '../../packages/relay/src/identity/principal'
import type { HandClock } from '../../packages/relay/src/identity/tokens.fixture'
import { createCommitter } from '../../packages/relay/src/log/committer'
import { openLog } from '../../packages/relay/src/log/open-log'
import { RoomHost } from '../../packages/relay/src/server/room-host'

export const tenant = 'acme'

/** A way in which a relay might be broken. */
export interface Mutant {
  readonly name: string
  rightsOf?(log: PolicyLog, clock: HandClock): RightsOf
  /** nobody is told of changes */
  readonly isDeaf?: boolean
  /** leases last whatever their holder may do */
  readonly keepsLeases?: boolean
}

interface Rechecked {
  recheck(concerned: (principal: Principal, room: RoomName) => boolean): void
}

/** One life of a relay: its real rooms and policy log, on a disk that waits to be told. */
export class PolicyRelay {
  readonly log: PolicyLog
  readonly host: RoomHost
  readonly identity: Identity
  readonly connections = new Set<Rechecked>()
  readonly #waiting: (() => void)[]
  readonly #storage: ReturnType<typeof memoryStorage>
  readonly #flush: () => Promise<void>

  private constructor(
    parts: Pick<PolicyRelay, 'log' | 'host' | 'identity'>,
    storage: ReturnType<typeof memoryStorage>,
    waiting: (() => void)[],
    flush: () => Promise<void>,
  ) {
    this.log = parts.log
    this.host = parts.host
    this.identity = parts.identity
    this.#storage = storage
    this.#waiting = waiting
    this.#flush = flush
  }

  static async start(clock: HandClock, mutant: Mutant | null, disk = new MemoryDisk()): Promise<PolicyRelay> {
    const storage = memoryStorage({ from: disk })
    const waiting: (() => void)[] = []
    const committer = createCommitter(
      storage,
      run => waiting.push(run),
      error => {
        throw error
      },
    )
    const { epoch } = await openLog(storage, () => 'epoch')
    const commit = (operations: readonly Operation[]): Promise<void> =>
      new Promise(resolve => committer.add({ operations: () => operations, onDurable: resolve }))
    const log = await PolicyLog.open({ storage, clock, commit, base: () => new Set() })
    const rightsOf = mutant?.rightsOf?.(log, clock) ?? log.rightsOf
    const host = new RoomHost({
      storage,
      committer,
      compactor: { compact: async updates => compactUpdates(updates) },
      epoch,
      log: { error: (...what: unknown[]) => console.error(...what) },
      limits: { ...defaultLimits, presencePerSecond: 1e6, updatesPerSecond: 1e6, bytesPerSecond: 1e12 },
      clock,
      beforeTelling: () => log.advance(),
      mayHold: (room, owner) => rightsOf({ ...owner, tenant: room.tenant, name: '' }, room).has('append'),
    })
    const identity = { ...trustingIdentity, rightsOf }
    const relay = new PolicyRelay({ log, host, identity }, storage, waiting, () => committer.flush())
    log.onChange = change => {
      if (!mutant?.isDeaf) for (const connection of relay.connections) connection.recheck(concernedBy(change))
      if (!mutant?.keepsLeases) host.withdrawLeases(tenant)
    }
    return relay
  }

  /** The commit that waits gets to the disk. */
  toDisk(): boolean {
    const run = this.#waiting.shift()
    run?.()
    return run !== undefined
  }

  /** Ends; what it took is on the disk. */
  async stop(): Promise<MemoryDisk> {
    this.host.isDraining = true
    const flushed = this.#flush()
    let isDone = false
    flushed.then(() => {
      isDone = true
    })
    while (!isDone) {
      this.toDisk()
      await new Promise(resolve => setImmediate(resolve))
    }
    this.log.close()
    await this.#storage.close()
    return this.#storage.disk
  }
}
