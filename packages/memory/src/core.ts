import type { Storage } from '@commonplace/storage'
import type { KeptPolicy } from './access/keep-policy'
import type { Artifacts } from './artifacts/artifacts'
import type { PacketCache } from './context/packet-cache'
import type { TokenCounter } from './context/tokens'
import type { Embedding } from './embedding/embedding'
import type { ErasureBook } from './erase/erasure-book'
import type { Events } from './events'
import type { Freshness } from './freshness'
import type { Gate } from './gate/gate'
import type { Reinforcement } from './gate/reinforcement'
import type { Identity } from './identity'
import type { KindPolicies } from './kinds/kind-policies'
import type { Ledger } from './ledger/ledger'
import type { HybridClock, Pause } from './model'
import type { AccessPolicy } from './policy/access-policy'
import type { Past } from './reading/past'
import type { Projection } from './reading/projection'
import type { Recalled } from './reading/recalled'
import type { PromotionPolicy } from './rescope/promotion-policy'
import type { RetentionRule } from './retention/retention-rule'
import type { DeferredIndex } from './search-index/deferred-index'
import type { Snapshots } from './snapshot/snapshots'
import type { Catalog } from './space/catalog'
import type { SpacePool } from './space/pool'
import type { Space } from './space/space'
import type { Topology } from './space/topology'
import type { Store } from './store/store'
import type { Connection, Timers } from './sync'
import type { SharedSocket } from './tabs/shared-socket'
import type { Turnstile } from './turnstile'

/** What the verbs of one memory share; put together by `openMemory`. */
export interface Core {
  readonly identity: Identity
  readonly topology: Topology
  readonly kinds: KindPolicies
  readonly retention: readonly RetentionRule[]
  /** Whether an agent may replace and retract the records of others. */
  readonly mayCurate: (agent: string) => boolean
  readonly storage: Storage
  readonly store: Store
  readonly catalog: Catalog
  readonly pool: SpacePool
  readonly connection: Connection | undefined
  /** what the connection shares with the other tabs of this agent, if it does */
  readonly socket: SharedSocket | undefined
  /** How old what reads show can be. */
  readonly freshness: Freshness
  readonly projection: Projection
  /** Undefined without an embedder. */
  readonly embedding: Embedding | undefined
  readonly index: DeferredIndex
  /** What held at another time: loaded when first asked for. */
  past(): Promise<Past>
  readonly snapshots: Snapshots
  readonly artifacts: Artifacts
  /** What reads handed out last. */
  readonly recalled: Recalled
  readonly gate: Gate
  readonly reinforcement: Reinforcement
  /** What is let through from private spaces to shared ones when a call says nothing. */
  readonly promotion: PromotionPolicy | undefined
  readonly policy: AccessPolicy | undefined
  /** What this device holds of the relay's policy log. */
  readonly policyLog: KeptPolicy
  readonly ledger: Ledger
  readonly erasures: ErasureBook
  /** Does what is left to do of the erasures in a space; see `ErasureWatch`. */
  readonly erasing: { settle(space: Space): Promise<void> }
  readonly clock: HybridClock
  readonly events: Events
  readonly timers: Timers
  /** Names this opening of the memory: no other one, of this agent or another, has it. */
  readonly session: string
  /** 128 random bits in hexadecimal. */
  randomName(): string
  /** Context packets that nothing has touched since. */
  readonly packets: PacketCache
  /** Undefined: as o200k_base counts. */
  readonly countTokens: TokenCounter | undefined
  now(): number
  /** Which every call of a verb passes. */
  readonly turnstile: Turnstile
  /** To be awaited within long work, so that it never holds the event loop for long. */
  readonly pause: Pause
  closed(): boolean
  /** Called once, when the memory is about to close. */
  onClose(listener: () => void): void
  markClosed(): void
  /** Called when anything about syncing may have changed. */
  onSyncChange(listener: () => void): void
}
