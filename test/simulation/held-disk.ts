import type { SeededRandom } from '@commonplace/protocol/testing'
import { compareKeys, type Key, type Operation, type Storage, StorageError } from '@commonplace/storage'
import { type MemoryDisk, type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { delayOf } from './chance'
import type { Kernel } from './kernel'

interface HeldDiskOptions {
  readonly kernel: Kernel
  /** how long the nth commit takes, and what a crash leaves of it */
  readonly chance: (n: number) => SeededRandom
  readonly meanMs: number
  readonly from?: MemoryDisk
  readonly onCommit?: (pending: number) => void
  readonly onDurable?: (operations: readonly Operation[]) => void
}

/** A disk that takes its time, can be torn away in the middle of it, and can fail. */
export class HeldDisk {
  readonly storage: Storage
  readonly #inner: MemoryStorage
  readonly #options: HeldDiskOptions
  readonly #waiting: (readonly Operation[])[] = []
  #commits = 0

  constructor(options: HeldDiskOptions) {
    this.#options = options
    this.#inner = memoryStorage({ hold: true, ...(options.from && { from: options.from }) })
    const { kernel, chance, meanMs } = options
    this.storage = {
      get: key => this.#inner.get(key),
      getSync: key => this.#inner.getSync?.(key),
      range: (from, to, how) => this.#inner.range(from, to, how),
      close: () => this.#inner.close(),
      commit: operations => {
        const committed = this.#inner.commit(operations)
        if (this.#inner.pending > this.#waiting.length) {
          this.#waiting.push(operations)
          kernel.after(delayOf(chance(++this.#commits), meanMs), () => this.#flush())
          options.onCommit?.(this.#waiting.length)
        }
        return committed
      },
    }
  }

  get pending(): number {
    return this.#waiting.length
  }

  /** Whether something is still to be put there. */
  isPuttingInto([from, to]: readonly [from: Key, to: Key]): boolean {
    const isThere = (key: Key) => compareKeys(key, from) >= 0 && compareKeys(key, to) < 0
    return this.#waiting.some(operations => operations.some(each => 'put' in each && isThere(each.put)))
  }

  /** What is on the disk now, as a backup keeps it. */
  copy(): MemoryDisk {
    return this.#inner.disk.copy()
  }

  /** The device reports an error for what is under way and for everything after it. */
  fail(): void {
    this.#waiting.length = 0
    this.#inner.fail(new StorageError('failed', 'simulated: fsync reported an input/output error'))
  }

  /**
   * The power goes: some of what was under way is on the disk, in order, and with `tear` the next of it in part.
   *
   * @param tear what a write leaves that was cut in the middle
   */
  crash(tear?: (operations: readonly Operation[], random: SeededRandom) => readonly Operation[]): MemoryDisk {
    const random = this.#options.chance(-1 - this.#commits)
    for (let left = random.below(this.#waiting.length + 1); left > 0; left--) this.#flush()
    const torn = this.#waiting[0]
    const disk = this.#inner.crash()
    this.#waiting.length = 0
    if (torn && tear) disk.apply(tear(torn, random))
    return disk
  }

  async close(): Promise<MemoryDisk> {
    while (this.#waiting.length > 0) this.#flush()
    await this.#inner.close()
    return this.#inner.disk
  }

  #flush(): void {
    const operations = this.#waiting.shift()
    if (!operations) return
    this.#inner.flush(1)
    this.#options.kernel.note('disk')
    this.#options.onDurable?.(operations)
  }
}
