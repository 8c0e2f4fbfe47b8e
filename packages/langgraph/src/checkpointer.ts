import type { Memory } from '@commonplace/memory'
import type { RunnableConfig } from '@langchain/core/runnables'
import {
  BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  compareWritesSortKeys,
  copyCheckpoint,
  getCheckpointId,
  maxChannelVersion,
  type PendingWrite,
  type SerializerProtocol,
  TASKS,
  WRITES_IDX_MAP,
  writesSortKey,
} from '@langchain/langgraph-checkpoint'
import { toFactKey, toPlace } from './item-key'
import { fromBase64, toBase64 } from './packed'
import { type Dumped, type SavedCheckpoint, type SavedWrites, type ThreadEntry, ThreadLog } from './thread-log'

export interface CheckpointerOptions {
  /** What the names of the runs begin with; `langgraph` when left out. */
  readonly root?: string | undefined
  /** The space that threads are written to and read from; the team's when left out. */
  readonly space?: string | undefined
  /** `relay` waits for every checkpoint, and what tasks wrote, until the relay has it on disk; as the topology says when left out. */
  readonly consistency?: 'local' | 'relay' | undefined
  /** How values become bytes; LangGraph's JSON when left out. */
  readonly serde?: SerializerProtocol | undefined
}

/**
 * A LangGraph checkpointer that a team of agents shares: each thread is a run of the memory, so a graph on another machine goes on where
 * one stopped, with or without a network. Checkpoints are not searched.
 *
 * @example
 * const graph = builder.compile({ checkpointer: new CommonplaceCheckpointer(memory) })
 */
export class CommonplaceCheckpointer extends BaseCheckpointSaver {
  readonly #log: ThreadLog
  readonly #root: string

  constructor(memory: Memory, { root = 'langgraph', space, consistency, serde }: CheckpointerOptions = {}) {
    super(serde)
    this.#root = root
    this.#log = new ThreadLog(memory, space === undefined ? {} : { space }, consistency)
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const thread = threadIn(config)
    if (thread === undefined) return undefined
    const ns = namespaceOf(config)
    const wanted = getCheckpointId(config)
    if (ns === '' && !wanted) await this.#log.untilCurrent(this.#runOf(thread), config.signal)
    const entries = await this.#log.read(this.#runOf(thread))
    const found = latestFirst(entries, ns).find(({ id }) => !wanted || id === wanted)
    return found && this.#tuple(thread, found, entries)
  }

  override async *list(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    const { checkpoint_ns: ns, checkpoint_id: id } = config.configurable ?? {}
    const thread = threadIn(config)
    const before = options.before && getCheckpointId(options.before)
    let left = options.limit ?? Number.POSITIVE_INFINITY
    const runs = thread === undefined ? await this.#log.runs(this.#root) : [this.#runOf(thread)]
    for (const run of runs) {
      const entries = await this.#log.read(run)
      const all = latestFirst(entries, ns)
      const place = all.findIndex(({ id }) => id === before)
      for (const saved of place < 0 ? all : all.slice(place + 1)) {
        if ((id && saved.id !== id) || (before && place < 0 && saved.id >= before)) continue
        const tuple = await this.#tuple(toPlace(this.#root, run).key, saved, entries)
        const metadata = (tuple.metadata ?? {}) as Record<string, unknown>
        if (!Object.entries(options.filter ?? {}).every(([name, value]) => metadata[name] === value)) continue
        if (left-- <= 0) return
        yield tuple
      }
    }
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const thread = threadOf(config, 'put')
    const ns = namespaceOf(config)
    const parent = config.configurable?.checkpoint_id as string | undefined
    const run = this.#runOf(thread)
    const stale = await this.#log.stale(run)
    const whole = stale.all.has(ns)
    if (ns === '') for (const other of stale.lasting) if (other !== ns) await this.#sayAgain(run, other)
    const { channel_values: held, channel_versions: versions, ...rest } = copyCheckpoint(checkpoint)
    const said = Object.entries(whole ? versions : newVersions).filter(([channel]) => held[channel] !== undefined)
    const values = said.map(
      async ([channel, version]) => [channel, version, await this.#dumped(held[channel])] as const,
    )
    await this.#log.append(run, {
      type: 'checkpoint',
      ns,
      id: checkpoint.id,
      ...(parent && { parent }),
      checkpoint: await this.#dumped({ ...rest, channel_versions: versions, channel_values: {} }),
      metadata: await this.#dumped(metadata),
      values: await Promise.all(values),
      ...(whole && { whole }),
    })
    return configOf(thread, ns, checkpoint.id)
  }

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], task: string, path = ''): Promise<void> {
    const thread = threadOf(config, 'putWrites')
    const id = config.configurable?.checkpoint_id as string | undefined
    if (!id) throw new TypeError('putWrites needs a checkpoint_id in the configurable of its config')
    const dumped = await Promise.all(
      writes.map(
        async ([channel, value], place) =>
          [WRITES_IDX_MAP[channel] ?? place, channel, await this.#dumped(value)] as const,
      ),
    )
    const entry = { type: 'writes', ns: namespaceOf(config), id, task, path, writes: dumped } as const
    await this.#log.append(this.#runOf(thread), entry)
  }

  override async deleteThread(thread: string): Promise<void> {
    await this.#log.append(this.#runOf(thread), { type: 'deleted' })
  }

  /** The last checkpoint of a subgraph that has not been at work for long, so that what it stands on may leave. */
  async #sayAgain(run: string, ns: string): Promise<void> {
    const entries = await this.#log.read(run)
    const [last] = latestFirst(entries, ns)
    if (!last) return
    const { channel_versions: versions } = (await this.#loaded(last.checkpoint)) as Checkpoint
    const held = valuesOf(entries, ns)
    const values = Object.entries(versions).flatMap(([channel, version]) => {
      const value = held.get(placeOf(channel, version))
      return value ? [[channel, version, value] as const] : []
    })
    await this.#log.append(run, { ...last, values, whole: true })
    for (const { task, path, index, channel, value } of writesOn(entries, ns, last.id)) {
      const writes = [[index, channel, value] as const]
      await this.#log.append(run, { type: 'writes', ns, id: last.id, task, path, writes })
    }
  }

  #runOf(thread: string): string {
    return toFactKey(this.#root, { namespace: [], key: thread })
  }

  async #tuple(thread: string, saved: SavedCheckpoint, entries: readonly ThreadEntry[]): Promise<CheckpointTuple> {
    const { ns, id, parent } = saved
    const checkpoint = (await this.#loaded(saved.checkpoint)) as Checkpoint
    const values = valuesOf(entries, ns)
    for (const [channel, version] of Object.entries(checkpoint.channel_versions)) {
      const value = values.get(placeOf(channel, version))
      if (value) checkpoint.channel_values[channel] = await this.#loaded(value)
    }
    if (checkpoint.v < 4 && parent) await this.#takeSends(checkpoint, writesOn(entries, ns, parent))
    const pendingWrites = await Promise.all(
      writesOn(entries, ns, id).map(
        async ({ task, channel, value }) => [task, channel, await this.#loaded(value)] as [string, string, unknown],
      ),
    )
    return {
      config: configOf(thread, ns, id),
      checkpoint,
      metadata: (await this.#loaded(saved.metadata)) as CheckpointMetadata,
      pendingWrites,
      ...(parent && { parentConfig: configOf(thread, ns, parent) }),
    }
  }

  /** Before version 4 of the format, what was sent to tasks stood among the writes of the parent only. */
  async #takeSends(checkpoint: Checkpoint, writes: readonly Written[]): Promise<void> {
    const sends = writes.filter(({ channel }) => channel === TASKS)
    checkpoint.channel_values[TASKS] = await Promise.all(sends.map(({ value }) => this.#loaded(value)))
    const versions = Object.values(checkpoint.channel_versions)
    checkpoint.channel_versions[TASKS] =
      versions.length > 0 ? maxChannelVersion(...versions) : this.getNextVersion(undefined)
  }

  async #dumped(value: unknown): Promise<Dumped> {
    const [type, bytes] = await this.serde.dumpsTyped(value)
    return [type, type === 'json' ? new TextDecoder().decode(bytes) : toBase64(bytes)]
  }

  #loaded([type, text]: Dumped): Promise<unknown> {
    return Promise.resolve(this.serde.loadsTyped(type, type === 'json' ? text : fromBase64(text)))
  }
}

const placeOf = (channel: string, version: ChannelVersions[string]): string => JSON.stringify([channel, version])

/** The values of the channels of a namespace, by channel and version. */
function valuesOf(entries: readonly ThreadEntry[], ns: string): ReadonlyMap<string, Dumped> {
  const saved = entries.flatMap(entry => (entry.type === 'checkpoint' && entry.ns === ns ? entry.values : []))
  return new Map(saved.map(([channel, version, value]) => [placeOf(channel, version), value]))
}

interface Written {
  readonly task: string
  readonly path: string
  readonly index: number
  readonly channel: string
  readonly value: Dumped
}

/** The writes on a checkpoint in LangGraph's order; of one task and place the first counts, of errors and the like the last. */
function writesOn(entries: readonly ThreadEntry[], ns: string, id: string): Written[] {
  const written = new Map<string, Written>()
  const saved = entries.filter(
    (entry): entry is SavedWrites => entry.type === 'writes' && entry.ns === ns && entry.id === id,
  )
  for (const { task, path, writes } of saved) {
    for (const [index, channel, value] of writes) {
      const place = `${index} ${task}`
      if (index < 0 || !written.has(place)) written.set(place, { task, path, index, channel, value })
    }
  }
  const keyOf = ({ path, task, index }: Written) => writesSortKey(path, task, index)
  return [...written.values()].sort((a, b) => compareWritesSortKeys(keyOf(a), keyOf(b)))
}

/** By when they were written, as each writer had seen the others: their ids tell what its clock said. */
function latestFirst(entries: readonly ThreadEntry[], ns: string | undefined): SavedCheckpoint[] {
  const byId = new Map<string, SavedCheckpoint>()
  for (const entry of entries) {
    if (entry.type === 'checkpoint' && (ns === undefined || entry.ns === ns)) byId.set(`${entry.ns} ${entry.id}`, entry)
  }
  return [...byId.values()].reverse()
}

const configOf = (thread: string, ns: string, id: string): RunnableConfig => ({
  configurable: { thread_id: thread, checkpoint_ns: ns, checkpoint_id: id },
})

const namespaceOf = ({ configurable }: RunnableConfig): string => configurable?.checkpoint_ns ?? ''

/** Programs count their threads, too. */
function threadIn({ configurable }: RunnableConfig): string | undefined {
  const thread: unknown = configurable?.thread_id
  return typeof thread === 'number' ? String(thread) : (thread as string | undefined)
}

function threadOf(config: RunnableConfig, verb: string): string {
  const thread = threadIn(config)
  if (typeof thread === 'string' && thread !== '') return thread
  throw new TypeError(`${verb} needs a thread_id in the configurable of its config: a text that names the conversation`)
}
