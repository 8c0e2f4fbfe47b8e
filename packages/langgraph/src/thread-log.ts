import { CommonplaceError, type Memory } from '@commonplace/memory'
import type { ChannelVersions } from '@langchain/langgraph-checkpoint'
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
interface Part {
  /** names the entry */
  readonly of: string
  readonly part: number
  readonly parts: number
  readonly data: string
  readonly deflated?: true
  readonly whole?: true
}

/** Letters of base64; a state takes 64 kB. */
const letters = 60_000
/** So many states of a thread are kept by each agent that writes to it. */
const keep = 200
/** After so many a checkpoint says all values again, so that none is needed that is not kept any more. */
const untilWhole = 50
/** A larger entry would push out what it stands on. */
const mostParts = 40

/**
 * The checkpoints and writes of a thread, one after the other, as the states of a run. An agent that writes to a thread takes its run
 * over; what agents that were cut off from each other wrote stands side by side, and all of it is read.
 */
export class ThreadLog {
  readonly #memory: Memory
  readonly #where: { readonly space?: string }
  #last: Promise<unknown> = Promise.resolve()

  constructor(memory: Memory, where: { readonly space?: string }) {
    this.#memory = memory
    this.#where = where
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
    const whole = 'whole' in entry && ({ whole: true } as const)
    const of = crypto.randomUUID()
    for (let part = 0; part < parts; part++) {
      const text = data.slice(part * letters, (part + 1) * letters)
      const state: Part = { of, part, parts, data: text, ...how, ...(whole || {}) }
      await this.#save(run, state, entry.type === 'deleted' ? 1 : keep)
    }
  }

  async #save(run: string, state: Part, kept: number): Promise<void> {
    const options = { ...this.#where, keep: kept }
    try {
      await this.#memory.runs.checkpoint(run, state, options)
    } catch (error) {
      if ((error as { code?: string }).code !== 'taken-over') throw error
      await this.#memory.runs.resume(run, { ...this.#where, offline: true })
      await this.#memory.runs.checkpoint(run, state, options)
    }
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

  /** Whether the next checkpoint must say all values. */
  async wantsWhole(run: string): Promise<boolean> {
    const parts = await this.#parts(run)
    return parts.length >= untilWhole && !parts.slice(-untilWhole).some(({ whole }) => whole)
  }

  /** The runs of threads that this replica knows. */
  async runs(root: string): Promise<string[]> {
    const runs = await this.#memory.runs.list(this.#where)
    return runs.map(({ run }) => run).filter(run => run.startsWith(`${root}/`))
  }

  async #parts(run: string): Promise<Part[]> {
    const states = await this.#memory.runs.checkpoints(run, this.#where)
    return states.map(({ state }) => state as unknown as Part)
  }
}
