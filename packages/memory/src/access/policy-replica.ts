import type { Policy, PolicyEntry, PolicyLines } from '@commonplace/protocol'
import { rangeOf, type Storage, StorageError, storageKey } from '@commonplace/storage'
import { CommonplaceError } from '../errors'
import type { PolicyPort } from '../sync'
import { HeldPolicy } from './held-policy'

export interface PolicyReplicaOptions {
  readonly storage: Pick<Storage, 'range' | 'get' | 'commit'>
  readonly tenant: string
  /** told of what cannot be believed, or not be stored */
  readonly onError: (error: unknown) => void
  /** told when it holds more, or knows whether it holds all there is */
  readonly onChange: () => void
}

const headKey = storageKey('policy', 'head')
const lineKey = (number: number): Uint8Array => storageKey('policy', 'line', number)

/** The policy log on this device, read-only: what the relay told this agent of it, checked line by line and kept. */
export class PolicyReplica implements PolicyPort {
  readonly held: HeldPolicy
  readonly #options: PolicyReplicaOptions
  #commits: Promise<unknown> = Promise.resolve()
  /** the number of the line that is the last one; null while the relay is away, or not to be believed */
  #upTo: number | null = null

  private constructor(options: PolicyReplicaOptions) {
    this.#options = options
    this.held = new HeldPolicy(options.tenant)
  }

  /** Reads what this device holds; lines that are not what was stored, and those after them, are fetched again. */
  static async open(options: PolicyReplicaOptions): Promise<PolicyReplica> {
    const replica = new PolicyReplica(options)
    const { storage } = options
    try {
      const head = await storage.get(headKey)
      if (head === undefined) return replica
      replica.held.begin(JSON.parse(new TextDecoder().decode(head)))
      for await (const { value } of storage.range(...rangeOf('policy', 'line'))) {
        replica.held.add(JSON.parse(new TextDecoder().decode(value)) as PolicyEntry)
      }
    } catch (error) {
      if (error instanceof StorageError && error.code !== 'damaged') throw error
    }
    return replica
  }

  /** It holds what the relay holds of it, and is told of what comes. */
  get isCurrent(): boolean {
    return this.#upTo !== null && this.held.entries.length >= this.#upTo
  }

  position(): { readonly after: number; readonly hash: string } {
    const last = this.held.entries.at(-1)
    return { after: last?.number ?? 0, hash: last?.hash ?? '' }
  }

  receive(frame: Policy | PolicyLines): void {
    if (frame.type === 'policy') this.#begin(frame)
    else if (this.#upTo !== null) this.#take(frame)
    this.#options.onChange()
  }

  lost(): void {
    this.#upTo = null
    this.#options.onChange()
  }

  /** Resolves when all that came is on disk, or was reported. */
  async settled(): Promise<void> {
    await this.#commits
  }

  #begin({ reach, after, upTo, rules }: Policy): void {
    const { held } = this
    const lost = held.entries.length - after
    if (reach === 'whole' && held.reach === 'whole' && lost > 0) {
      this.#report(
        `the policy log of the relay is not the one that this agent held: ${lost} lines from ${after + 1} on are others, or gone`,
      )
    }
    held.begin({ reach, after, rules })
    this.#upTo = upTo
    this.#store([
      { put: headKey, value: encoded({ reach, after: Number.MAX_SAFE_INTEGER, rules }) },
      ...(lost > 0 ? [{ deleteRange: [lineKey(after + 1), rangeOf('policy', 'line')[1]] as const }] : []),
    ])
  }

  #take({ lines }: PolicyLines): void {
    const added: PolicyEntry[] = []
    try {
      for (const line of lines) added.push(this.held.add(line))
    } catch (error) {
      this.#upTo = null
      this.#report(
        `the relay sent a line of the policy log that is not to be believed: ${(error as Error).message}`,
        error,
      )
    }
    if (added.length > 0) this.#store(added.map(entry => ({ put: lineKey(entry.number), value: encoded(entry) })))
  }

  #store(operations: Parameters<Storage['commit']>[0]): void {
    const { storage, onError } = this.#options
    // One after the other: a line that is stored has those before it beside it.
    this.#commits = this.#commits.then(() => storage.commit(operations)).catch(onError)
  }

  #report(message: string, cause?: unknown): void {
    this.#options.onError(
      new CommonplaceError('invalid', message, {
        hint: 'ask who runs the relay whether its store was restored; compare memory.access.show()',
        cause,
      }),
    )
  }
}

const encoded = (value: object): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
