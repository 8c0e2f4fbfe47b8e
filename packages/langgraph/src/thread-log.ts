import { CommonplaceError, type Memory } from '@commonplace/memory'
import type { ChannelVersions } from '@langchain/langgraph-checkpoint'
import { anchorsOf, isLasting, type StateMark, statesNeeded } from './kept-states'
import { pack, unpack } from './packed'

/** One checkpoint of a thread, as it was put. */
export interface SavedCheckpoint {
  readonly type: 'checkpoint'
  readonly ns: string
  readonly id: string
  readonly parent?: string
  /** without the values of its channels */
  readonly checkpoint: Dumped
  readonly metadata: Dumped
  /** of the channels that changed, or of all where `whole` says so */
  readonly values: readonly (readonly [channel: string, version: ChannelVersions[string], value: Dumped])[]
  readonly whole?: true
}

/** What one task wrote on top of a checkpoint. */
export interface SavedWrites {
  readonly type: 'writes'
  readonly ns: string
  /** of the checkpoint */
  readonly id: string
  readonly task: string
  readonly path: string
  readonly writes: readonly (readonly [index: number, channel: string, value: Dumped])[]
}

/** A value as LangGraph's serializer dumped it: `json` as text, another type as base64 of its bytes. */
export type Dumped = readonly [type: string, text: string]

export type ThreadEntry = SavedCheckpoint | SavedWrites | { readonly type: 'deleted' }

/** One part of an entry, as a state of the run holds it. */
interface Part extends StateMark {
  readonly data: string
  readonly deflated?: true
}

/** Letters of base64; a state takes 64 kB. */
const letters = 60_000
/** So many states of a thread are kept by each agent that writes to it, more where the last checkpoint stands on more. */
const keep = 200
/** As many as a run can keep. */
const mostKept = 10_000
/** After so many a checkpoint says all values again, so that few are needed. */
const untilWhole = 50
/** Of so many threads it is remembered how many states are needed; of others it is counted anew. */
const remembered = 1_000
/** A larger entry would push out what it stands on. */
const mostParts = 40

/**
 * The checkpoints and writes of a thread, one after the other, as the states of a run. An agent that writes to a thread takes its run
 * over; what agents that were cut off from each other wrote stands side by side, and all of it is read.
 */
export class ThreadLog {
  readonly #memory: Memory
  readonly #where: { readonly space?: string }
  readonly #consistency: { readonly consistency?: 'local' | 'relay' }
  readonly #needed = new Map<string, number>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(memory: Memory, where: { readonly space?: string }, consistency: 'local' | 'relay' | undefined) {
    this.#memory = memory
    this.#where = where
    this.#consistency = consistency === undefined ? {} : { consistency }
  }

  /**
   * One after the other: the parts of an entry, and who takes the run over.
   *
   * @throws CommonplaceError `content-too-large`, and as `runs.checkpoint`
   */
  append(run: string, entry: ThreadEntry): Promise<void> {
    const appended = this.#last.then(() => this.#append(run, entry))
    this.#last = appended.catch(() => {})
    return appended
  }

  async #append(run: string, entry: ThreadEntry): Promise<void> {
    const { data, ...how } = await pack(entry)
    const parts = Math.ceil(data.length / letters)
    if (parts > mostParts) {
      const { agent } = this.#memory.identity
      throw new CommonplaceError(
        'content-too-large',
        `agent "${agent}": ${entry.type} of ${run} takes ${data.length} bytes`,
        {
          hint: `at most ${mostParts * letters} fit, compressed: keep large values elsewhere and their handles in the state`,
        },
      )
    }
    const { ns, whole } = entry.type === 'checkpoint' ? entry : {}
    const ended = entry.type === 'deleted' && ({ ended: true } as const)
    const mark = { parts, ...how, ...(ns !== undefined && { ns }), ...(whole && { whole }), ...ended }
    const of = crypto.randomUUID()
    for (let part = 0; part < parts; part++) {
      const text = data.slice(part * letters, (part + 1) * letters)
      await this.#save(run, { of, part, ...mark, data: text })
    }
    if (whole || ended) this.#needed.delete(run)
  }

  async #save(run: string, state: Part): Promise<void> {
    const needed = state.ended ? 0 : (this.#needed.get(run) ?? statesNeeded(await this.#parts(run)))
    const kept = state.ended ? 1 : Math.min(mostKept, Math.max(keep, needed))
    const options = { ...this.#where, ...this.#consistency, keep: kept }
    try {
      await this.#memory.runs.checkpoint(run, state, options)
      this.#remember(run, needed + 1)
    } catch (error) {
      if ((error as { code?: string }).code !== 'taken-over') throw error
      await this.#memory.runs.resume(run, { ...this.#where, offline: true })
      await this.#memory.runs.checkpoint(run, state, options)
      this.#needed.delete(run)
    }
  }

  #remember(run: string, needed: number): void {
    this.#needed.set(run, needed)
    const [oldest] = this.#needed.keys()
    if (this.#needed.size > remembered) this.#needed.delete(oldest!)
  }

  /**
   * Asks the relay, so that what others had acknowledged is here; without one that answers, what is here must do.
   *
   * @throws the signal's reason
   */
  async untilCurrent(run: string, signal?: AbortSignal): Promise<void> {
    const options = { ...this.#where, maxStaleness: 0, ...(signal && { signal }) }
    await this.#memory.facts.get(run, options).catch((error: { code?: string }) => {
      if (error.code !== 'offline' && error.code !== 'no-relay') throw error
    })
  }

  /** What is there since the thread was deleted last, in the order it was written. */
  async read(run: string): Promise<ThreadEntry[]> {
    const entries: ThreadEntry[] = []
    const begun = new Map<string, Part[]>()
    for (const part of await this.#parts(run)) {
      const parts = begun.get(part.of) ?? []
      begun.set(part.of, parts)
      // A run that is taken over has its last state twice.
      if (parts[part.part] !== undefined) continue
      parts[part.part] = part
      const there = parts.filter(each => each !== undefined)
      if (there.length < part.parts) continue
      const entry = (await unpack({ ...part, data: there.map(({ data }) => data).join('') })) as ThreadEntry
      if (entry.type === 'deleted') entries.length = 0
      else entries.push(entry)
    }
    return entries
  }

  /** The namespaces whose next checkpoint must say all values, and those of them that later steps come back to. */
  async stale(run: string): Promise<{ readonly all: ReadonlySet<string>; readonly lasting: readonly string[] }> {
    const parts = await this.#parts(run)
    const old = [...anchorsOf(parts)].filter(([, place]) => parts.length - place >= untilWhole).map(([ns]) => ns)
    return { all: new Set(old), lasting: old.filter(isLasting) }
  }

  /** The runs of threads that this replica knows. */
  async runs(root: string): Promise<string[]> {
    const runs = await this.#memory.runs.list(this.#where)
    return runs.map(({ run }) => run).filter(run => run.startsWith(`${root}/`))
  }

  /** In the order of their terms: who took the run over had seen what was there, whatever the clocks say. */
  async #parts(run: string): Promise<Part[]> {
    const states = await this.#memory.runs.checkpoints(run, this.#where)
    return states
      .toSorted((a, b) => a.term - b.term || a.version - b.version)
      .map(({ state }) => state as unknown as Part)
  }
}
