import type { EncryptionOptions, Storage, StorageSecret } from '@commonplace/storage'
import * as v from 'valibot'
import type { Embedder } from './embedding/embedder'
import type { MemoryEvents } from './events'
import { type GateOptions, gateOptions } from './gate/gate-options'
import { checked, isDuration, isTime, name } from './input/input'
import { quarantineOptions } from './input/quarantine-options'
import { explained } from './input/unfit-input'
import { canBeFound, cannotBeFound, validators } from './input/validators'
import type { KindPolicy } from './kinds/kind-policies'
import type { Checkpoint, Kind, QuarantineRule } from './model'
import type { AccessPolicy } from './policy/access-policy'
import type { ConflictRule } from './reading/fact'
import type { LanguageName, Weights, WordTable } from './recall'
import { parts } from './recall/parts'
import type { PromotionPolicy } from './rescope/promotion-policy'
import type { RetentionRule } from './retention/retention-rule'
import type { SharedWorkerLike, WorkerLike } from './search-index/port'
import type { TopologyName, Visibility } from './space/topology'
import type { SocketLike } from './sync'

/** How to reach a relay. */
export interface RelayAddress {
  readonly url: string
  /** Fetched for every attempt to connect. */
  readonly getToken?: (() => Promise<string> | string) | undefined
  /** In place of the platform's WebSocket: through a proxy, or to a relay in this process (`@commonplace/relay/loopback`). */
  readonly openSocket?: ((url: string, protocols: string[]) => SocketLike) | undefined
  /** Stays away until `memory.sync.resume()`: nothing leaves before. */
  readonly paused?: boolean | undefined
}

/** What `openMemory` takes. Only `agent` is needed. */
export interface OpenOptions {
  /** Who is asking: bound for the life of the memory. */
  readonly agent: {
    readonly id: string
    /** The user it acts for; records it writes are scoped to them, reads leave out other users' records. */
    readonly user?: string | undefined
    readonly app?: string | undefined
    readonly run?: string | undefined
    /** What people call it. */
    readonly name?: string | undefined
  }
  /** The team's name on the relay; `default` when left out. */
  readonly tenant?: string | undefined
  /** Where shared state lives; `hybrid` when left out. */
  readonly topology?: TopologyName | undefined
  /** The spaces to open, in place of the topology's own. */
  readonly spaces?: Readonly<Record<string, Visibility>> | undefined
  /**
   * Which side reads give while agents disagree: a rule, a ranking of agents, or a function of the sides; `latest` when
   * left out. All sides stay visible.
   */
  readonly conflicts?: ConflictRule | undefined
  /**
   * What must be validated before readers are given it: by space, by kind, or both; the first that fits counts. The same
   * list for every agent of a tenant.
   */
  readonly checkpoints?: readonly Checkpoint[] | undefined
  /** What this memory lets itself write: docs/noise.md. `false` for everything. */
  readonly gate?: GateOptions | false | undefined
  /** Changes to the table of kinds (docs/kinds.md): how each is kept, shared and found. */
  readonly kinds?: { readonly [kind in Kind]?: Partial<KindPolicy> } | undefined
  /** How long superseded versions are kept, where that is not as their kind says; the first that fits counts. */
  readonly retention?: readonly RetentionRule[] | undefined
  /**
   * What is held back with everything made from it until a curator promotes it: by where it came from, by who wrote it. The
   * same list for every agent of a tenant; at most 24 rules.
   */
  readonly quarantine?: readonly QuarantineRule[] | undefined
  /** What becomes of a record that is promoted from a private space; when left out what is marked confidential or restricted stays. */
  readonly promotion?: PromotionPolicy | undefined
  /** What this agent lets itself write where, and is given to read: docs/access.md. The relay enforces who may join a space. */
  readonly policy?: AccessPolicy | undefined
  /** Agents that may replace and retract the records of others; the same list for every agent of a tenant. */
  readonly curators?: readonly string[] | undefined
  /** The relay's address; without one the memory works alone. */
  readonly relay?: string | RelayAddress | undefined
  /**
   * Where this device keeps the memory: a folder in Node, a database's name in a browser, or an opened storage of your
   * own, which is closed with the memory. `./.commonplace` in Node and `commonplace` in a browser when left out.
   */
  readonly storage?: Storage | string | undefined
  /**
   * Encrypts what this device keeps, with a key of the application's; a store that was begun without one stays without.
   * docs/encryption.md says what it hides and what not.
   */
  readonly encryption?: EncryptionOptions | undefined
  /**
   * Whether the memories of this agent, user and relay in other tabs and workers of this browser see each other's writes
   * without the network; true when left out, but not with sockets of your own (`relay.openSocket`).
   */
  readonly tabs?: boolean | undefined
  /**
   * When a write counts as `local` in a browser: `strict` waits for the disk itself, `relaxed` for the operating system, which
   * may lose the last moments in a power cut. `relaxed` when left out. In Node it is always the disk.
   */
  readonly durability?: 'relaxed' | 'strict' | undefined
  /** Gives records and questions a meaning beside their words; see `@commonplace/memory/embedders/*`. Words alone when left out. */
  readonly embedder?: Embedder | undefined
  /** Words that are used alike, from `@commonplace/word-table`. */
  readonly wordTable?: WordTable | undefined
  /** How many tokens a text is for the model that reads context packets; as o200k_base counts when left out. */
  readonly countTokens?: ((text: string) => number) | undefined
  /** Told how far the spaces are while they are read and indexed, as `memory.on('progress')` once the memory is open. */
  readonly onProgress?: ((progress: MemoryEvents['progress']) => void) | undefined
  /**
   * What most texts are written in: decides how words are stemmed and which are left out. Of the platform's locale when
   * left out. Words of every other language are found as they are written.
   */
  readonly language?: LanguageName | undefined
  /** What the parts of a search's score count, in place of `recallWeights`; docs/recall.md says how to fit your own. */
  readonly weights?: Partial<Weights> | undefined
  /**
   * From how many entries in a space on its search index is kept on this device, so that opening need not read every
   * record: 20,000 when left out. It is saved in the background, `afterMs` after it was built or much of it has changed:
   * 2,000 when left out.
   */
  readonly keepIndex?: { readonly from?: number | undefined; readonly afterMs?: number | undefined } | undefined
  /**
   * The search index in a worker, so that neither building nor asking it holds this thread: from `from` records on, 10,000
   * when left out, or at once with an embedder. `start` gives a new one each time, in a browser
   * `() => new Worker(new URL('@commonplace/memory/worker', import.meta.url), { type: 'module' })`. Of a `SharedWorker` tabs of
   * one agent, user and relay have one index. In Node the library starts its own. Without one, or with `false`, the index
   * stays in this thread; `memory.index.status` says where it is.
   */
  readonly indexWorker?:
    | false
    | { readonly start?: (() => WorkerLike | SharedWorkerLike) | undefined; readonly from?: number | undefined }
    | undefined
  /** Milliseconds since 1970, in place of the platform's clock. */
  readonly clock?: (() => number) | undefined
  /**
   * Numbers from 0 up to, not including, 1, in place of the platform's: for runs that can be repeated. Ids, and the salts of erasures, are
   * made of them, so no two memories may be given the same ones, and nobody else may know them.
   */
  readonly random?: (() => number) | undefined
}

/** A schema of a check of its own, with what it wants in words; valibot calls that `unknown`. */
const expecting = <Schema extends v.GenericSchema>(expects: string, schema: Schema): Schema => ({ ...schema, expects })
const policyDuration = (word: string) =>
  v.union([v.literal(word), expecting('a duration', v.custom<string | number>(isDuration))])
const kindPolicy = v.strictObject({
  sync: v.optional(v.picklist(['default', 'shared', 'private'])),
  retention: v.optional(policyDuration('forever')),
  expires: v.optional(policyDuration('never')),
  halfLife: v.optional(policyDuration('never')),
  weight: v.optional(v.pipe(v.number(), v.minValue(-10), v.maxValue(10))),
})
const isFunction = expecting(
  'function',
  v.custom<(...args: never[]) => unknown>(value => typeof value === 'function'),
)
const isStorage = expecting(
  'Storage',
  v.custom<Storage>(value => typeof (value as Storage | undefined)?.commit === 'function'),
)
const isSecret = expecting(
  '32 bytes | CryptoKey',
  v.custom<StorageSecret>(value => typeof value === 'object' && value !== null),
)
// A WebSocket takes no address with a fragment.
const relayUrl = v.pipe(
  v.string(),
  v.check(url => URL.canParse(url) && /^wss?:\/\/[^#]+$/.test(url), "expected an address like 'ws://localhost:4321'"),
)

const openOptions = v.strictObject({
  agent: v.strictObject({
    id: name,
    user: v.optional(name),
    app: v.optional(name),
    run: v.optional(name),
    name: v.optional(name),
  }),
  tenant: v.optional(name),
  topology: v.optional(v.picklist(['centralised', 'distributed', 'hybrid'])),
  spaces: v.optional(
    v.pipe(
      v.record(name, v.picklist(['shared', 'private'])),
      v.check(spaces => Object.keys(spaces).length > 0, 'name at least one space'),
    ),
  ),
  conflicts: v.optional(
    v.union([
      v.picklist(['latest', 'authority', 'confidence', 'validators', 'manual']),
      v.strictObject({ authority: v.array(name) }),
      isFunction,
    ]),
  ),
  checkpoints: v.optional(
    v.array(
      v.pipe(
        v.strictObject({
          space: v.optional(name),
          kind: v.optional(v.picklist(['episodic', 'semantic', 'procedural'])),
          validators,
          among: v.optional(v.array(name)),
        }),
        v.check(rule => canBeFound(rule), cannotBeFound),
      ),
    ),
  ),
  gate: v.optional(gateOptions),
  kinds: v.optional(v.record(v.picklist(['episodic', 'semantic', 'procedural']), kindPolicy)),
  retention: v.optional(
    v.array(
      v.strictObject({
        space: v.optional(name),
        kind: v.optional(v.picklist(['episodic', 'semantic', 'procedural'])),
        keep: policyDuration('forever'),
      }),
    ),
  ),
  quarantine: v.optional(quarantineOptions),
  promotion: v.optional(isFunction),
  policy: v.optional(v.strictObject({ write: v.optional(isFunction), read: v.optional(isFunction) })),
  curators: v.optional(v.array(name)),
  relay: v.optional(
    v.union([
      relayUrl,
      v.strictObject({
        url: relayUrl,
        getToken: v.optional(isFunction),
        openSocket: v.optional(isFunction),
        paused: v.optional(v.boolean()),
      }),
    ]),
  ),
  tabs: v.optional(v.boolean()),
  durability: v.optional(v.picklist(['relaxed', 'strict'])),
  storage: v.optional(v.union([v.pipe(v.string(), v.minLength(1)), isStorage])),
  encryption: v.optional(v.strictObject({ key: isSecret, formerKeys: v.optional(v.array(isSecret)) })),
  embedder: v.optional(
    v.looseObject({
      id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
      dimensions: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8192)),
      embed: isFunction,
    }),
  ),
  wordTable: v.optional(v.looseObject({ id: v.string(), neighboursOf: isFunction })),
  countTokens: v.optional(isFunction),
  onProgress: v.optional(isFunction),
  language: v.optional(v.string()),
  keepIndex: v.optional(
    v.strictObject({
      from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      afterMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000))),
    }),
  ),
  indexWorker: v.optional(
    v.union([
      v.literal(false),
      v.strictObject({
        start: v.optional(isFunction),
        from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      }),
    ]),
  ),
  weights: v.optional(v.record(v.picklist(parts), v.number())),
  clock: v.optional(
    v.pipe(
      isFunction,
      v.check<(...args: never[]) => unknown, string>(
        tellsTime,
        'expected a function that gives, at once, milliseconds since 1970',
      ),
    ),
  ),
  random: v.optional(isFunction),
})

/** @throws CommonplaceError `invalid-input` naming the option */
export async function checkedOpenOptions(options: OpenOptions): Promise<OpenOptions> {
  let who = '?'
  try {
    const { id } = options.agent
    if (typeof id === 'string') who = id
  } catch {
    // Said below, of what cannot even be read, too.
  }
  try {
    const fitting = checked(openOptions, options, who, 'openMemory') as unknown as OpenOptions
    // As they were given, not a copy: an object of a class loses what is private to it.
    const { embedder, wordTable } = options
    return { ...fitting, ...(embedder && { embedder }), ...(wordTable && { wordTable }) }
  } catch (error) {
    throw await explained(error)
  }
}

function tellsTime(clock: () => unknown): boolean {
  const now = clock()
  return typeof now === 'number' && isTime(now)
}
