import type { EncryptionOptions, Storage, StorageSecret } from '@commonplace/storage'
import * as z from 'zod/mini'
import type { Embedder } from './embedding/embedder'
import type { MemoryEvents } from './events'
import type { ConflictRule } from './facts/fact'
import { type GateOptions, gateOptions } from './gate/gate-options'
import type { KindPolicy } from './kinds/kind-policies'
import type { Checkpoint, Kind, QuarantineRule } from './model'
import type { AccessPolicy } from './policy/access-policy'
import { type LanguageName, languageNames, parts, type Weights, type WordTable } from './recall'
import { checked, isDuration, name } from './record/input'
import { quarantineOptions } from './record/quarantine-options'
import type { PromotionPolicy } from './rescope/promotion-policy'
import type { RetentionRule } from './retention/retention-rule'
import type { WorkerLike } from './search-index/port'
import type { TopologyName, Visibility } from './space/topology'
import type { SocketLike } from './sync'

/** How to reach a relay. */
export interface RelayAddress {
  readonly url: string
  /** Fetched for every attempt to connect. */
  readonly getToken?: () => Promise<string> | string
  /** In place of the platform's WebSocket: through a proxy, or to a relay in this process (`@commonplace/relay/loopback`). */
  readonly openSocket?: (url: string, protocols: string[]) => SocketLike
  /** Stays away until `memory.sync.resume()`: nothing leaves before. */
  readonly paused?: boolean
}

/** What `openMemory` takes. Only `agent` is needed. */
export interface OpenOptions {
  /** Who is asking: bound for the life of the memory. */
  readonly agent: {
    readonly id: string
    /** The user it acts for; records it writes are scoped to them, reads leave out other users' records. */
    readonly user?: string
    readonly app?: string
    readonly run?: string
    /** What people call it. */
    readonly name?: string
  }
  /** The team's name on the relay; `default` when left out. */
  readonly tenant?: string
  /** Where shared state lives; `hybrid` when left out. */
  readonly topology?: TopologyName
  /** The spaces to open, in place of the topology's own. */
  readonly spaces?: Readonly<Record<string, Visibility>>
  /**
   * Which side reads give while agents disagree: a rule, a ranking of agents, or a function of the sides; `latest` when
   * left out. All sides stay visible.
   */
  readonly conflicts?: ConflictRule
  /**
   * What must be validated before readers are given it: by space, by kind, or both; the first that fits counts. The same
   * list for every agent of a tenant.
   */
  readonly checkpoints?: readonly Checkpoint[]
  /** What this memory lets itself write: docs/noise.md. `false` for everything. */
  readonly gate?: GateOptions | false
  /** Changes to the table of kinds (docs/kinds.md): how each is kept, shared and found. */
  readonly kinds?: { readonly [kind in Kind]?: Partial<KindPolicy> }
  /** How long superseded versions are kept, where that is not as their kind says; the first that fits counts. */
  readonly retention?: readonly RetentionRule[]
  /**
   * What is held back with everything made from it until a curator promotes it: by where it came from, by who wrote it. The
   * same list for every agent of a tenant; at most 24 rules.
   */
  readonly quarantine?: readonly QuarantineRule[]
  /** What becomes of a record that is promoted from a private space; when left out what is marked confidential or restricted stays. */
  readonly promotion?: PromotionPolicy
  /** What this agent lets itself write where, and is given to read: docs/access.md. The relay enforces who may join a space. */
  readonly policy?: AccessPolicy
  /** Agents that may replace and retract the records of others; the same list for every agent of a tenant. */
  readonly curators?: readonly string[]
  /** The relay's address; without one the memory works alone. */
  readonly relay?: string | RelayAddress
  /**
   * Where this device keeps the memory: a folder in Node, a database's name in a browser, or an opened storage of your
   * own, which is closed with the memory. `./.commonplace` in Node and `commonplace` in a browser when left out.
   */
  readonly storage?: Storage | string
  /**
   * Encrypts what this device keeps, with a key of the application's; a store that was begun without one stays without.
   * docs/encryption.md says what it hides and what not.
   */
  readonly encryption?: EncryptionOptions
  /**
   * Whether the memories of this agent, user and relay in other tabs and workers of this browser see each other's writes
   * without the network; true when left out, but not with sockets of your own (`relay.openSocket`).
   */
  readonly tabs?: boolean
  /**
   * When a write counts as `local` in a browser: `strict` waits for the disk itself, `relaxed` for the operating system, which
   * may lose the last moments in a power cut. `relaxed` when left out. In Node it is always the disk.
   */
  readonly durability?: 'relaxed' | 'strict'
  /** Gives records and questions a meaning beside their words; see `@commonplace/memory/embedders/*`. Words alone when left out. */
  readonly embedder?: Embedder
  /** Words that are used alike, from `@commonplace/word-table`. */
  readonly wordTable?: WordTable
  /** How many tokens a text is for the model that reads context packets; as o200k_base counts when left out. */
  readonly countTokens?: (text: string) => number
  /** Told how far the spaces are while they are read and indexed, as `memory.on('progress')` once the memory is open. */
  readonly onProgress?: (progress: MemoryEvents['progress']) => void
  /**
   * What most texts are written in: decides how words are stemmed and which are left out. Of the platform's locale when
   * left out. Words of every other language are found as they are written.
   */
  readonly language?: LanguageName
  /** What the parts of a search's score count, in place of `recallWeights`; docs/recall.md says how to fit your own. */
  readonly weights?: Partial<Weights>
  /**
   * From how many entries in a space on its search index is kept on this device, so that opening need not read every
   * record: 20,000 when left out. It is saved in the background, `afterMs` after it was built or much of it has changed:
   * 2,000 when left out.
   */
  readonly keepIndex?: { readonly from?: number; readonly afterMs?: number }
  /**
   * The search index in a worker, so that neither building nor asking it holds this thread: from `from` records on, 10,000
   * when left out, or at once with an embedder. `start` gives a new one each time, in a browser
   * `() => new Worker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module' })`; a port of a shared worker
   * does too. In Node the library starts its own. Without one, or with `false`, the index stays in this thread;
   * `memory.index.status` says where it is.
   */
  readonly indexWorker?: false | { readonly start?: () => WorkerLike; readonly from?: number }
  /** Milliseconds since 1970, in place of the platform's clock. */
  readonly clock?: () => number
}

const policyDuration = (word: string) =>
  z.union([z.literal(word), z.custom<string | number>(isDuration, { error: `expected '90d', or '${word}'` })])
const kindPolicy = z.strictObject({
  sync: z.optional(z.enum(['default', 'shared', 'private'])),
  retention: z.optional(policyDuration('forever')),
  expires: z.optional(policyDuration('never')),
  halfLife: z.optional(policyDuration('never')),
  weight: z.optional(z.number().check(z.minimum(-10), z.maximum(10))),
})
const isFunction = z.custom<(...args: never[]) => unknown>(value => typeof value === 'function')
const isStorage = z.custom<Storage>(value => typeof (value as Storage | undefined)?.commit === 'function')
const isSecret = z.custom<StorageSecret>(value => typeof value === 'object' && value !== null, {
  error: 'expected 32 bytes or a CryptoKey',
})
const relayUrl = z
  .string()
  .check(z.regex(/^wss?:\/\/[^\s/]+/, { error: "expected an address like 'ws://localhost:4321'" }))

const openOptions = z.strictObject({
  agent: z.strictObject({
    id: name,
    user: z.optional(name),
    app: z.optional(name),
    run: z.optional(name),
    name: z.optional(name),
  }),
  tenant: z.optional(name),
  topology: z.optional(z.enum(['centralised', 'distributed', 'hybrid'])),
  spaces: z.optional(
    z
      .record(name, z.enum(['shared', 'private']))
      .check(z.refine(spaces => Object.keys(spaces).length > 0, { error: 'name at least one space' })),
  ),
  conflicts: z.optional(
    z.union([
      z.enum(['latest', 'authority', 'confidence', 'validators', 'manual']),
      z.strictObject({ authority: z.array(name) }),
      isFunction,
    ]),
  ),
  checkpoints: z.optional(
    z.array(
      z.strictObject({
        space: z.optional(name),
        kind: z.optional(z.enum(['episodic', 'semantic', 'procedural'])),
        validators: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(100))),
        among: z.optional(z.array(name)),
      }),
    ),
  ),
  gate: z.optional(gateOptions),
  kinds: z.optional(z.partialRecord(z.enum(['episodic', 'semantic', 'procedural']), kindPolicy)),
  retention: z.optional(
    z.array(
      z.strictObject({
        space: z.optional(name),
        kind: z.optional(z.enum(['episodic', 'semantic', 'procedural'])),
        keep: policyDuration('forever'),
      }),
    ),
  ),
  quarantine: z.optional(quarantineOptions),
  promotion: z.optional(isFunction),
  policy: z.optional(z.strictObject({ write: z.optional(isFunction), read: z.optional(isFunction) })),
  curators: z.optional(z.array(name)),
  relay: z.optional(
    z.union([
      relayUrl,
      z.strictObject({
        url: relayUrl,
        getToken: z.optional(isFunction),
        openSocket: z.optional(isFunction),
        paused: z.optional(z.boolean()),
      }),
    ]),
  ),
  tabs: z.optional(z.boolean()),
  durability: z.optional(z.enum(['relaxed', 'strict'])),
  storage: z.optional(z.union([z.string().check(z.minLength(1)), isStorage])),
  encryption: z.optional(z.strictObject({ key: isSecret, formerKeys: z.optional(z.array(isSecret)) })),
  embedder: z.optional(
    z.looseObject({
      id: z.string().check(z.minLength(1), z.maxLength(256)),
      dimensions: z.number().check(z.int(), z.minimum(1), z.maximum(8192)),
      embed: isFunction,
    }),
  ),
  wordTable: z.optional(z.looseObject({ id: z.string(), neighboursOf: isFunction })),
  countTokens: z.optional(isFunction),
  onProgress: z.optional(isFunction),
  language: z.optional(z.enum(languageNames)),
  keepIndex: z.optional(
    z.strictObject({
      from: z.optional(z.number().check(z.int(), z.minimum(1))),
      afterMs: z.optional(z.number().check(z.minimum(0), z.maximum(600_000))),
    }),
  ),
  indexWorker: z.optional(
    z.union([
      z.literal(false),
      z.strictObject({ start: z.optional(isFunction), from: z.optional(z.number().check(z.int(), z.minimum(1))) }),
    ]),
  ),
  weights: z.optional(z.partialRecord(z.enum(parts), z.number())),
  clock: z.optional(isFunction),
})

/** @throws CommonplaceError `invalid-input` naming the option */
export function checkedOpenOptions(options: OpenOptions): OpenOptions {
  const who = typeof options?.agent?.id === 'string' ? options.agent.id : '?'
  return checked(openOptions, options, who, 'openMemory') as unknown as OpenOptions
}
