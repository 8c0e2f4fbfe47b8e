import { checkKey, keyAfter } from '../key'
import { copyBytes, copyOperations } from '../operations'
import { pagedRange } from '../paged-range'
import {
  type CommitOptions,
  closedError,
  type Key,
  type Operation,
  type RangeOptions,
  type Storage,
  StorageError,
  type StoredEntry,
} from '../storage'
import { mark } from './mark'
import { NameIndex, type Plan } from './name-index'
import { headOf, keyOf, openEntry, sealEntry } from './sealed-entry'
import { type SealingKey, type StorageSecret, sealingKey } from './sealing-key'

/** What an encrypted store is sealed with. */
export interface EncryptionOptions {
  /** 32 bytes, or a CryptoKey for HKDF: whoever has it reads the store, and without it nobody does. */
  readonly key: StorageSecret
  /** Keys that the store may still be sealed with: opening seals all of it anew with `key`. */
  readonly formerKeys?: readonly StorageSecret[]
}

const everyName: readonly [Key, Key] = [Uint8Array.of(0, 0), new Uint8Array(17).fill(0xff)]
/** So many entries are opened, or sealed anew, at once. */
const batch = 256

/**
 * A storage whose keys and values are on the disk of another one only encrypted and authenticated. What stays visible there: how
 * many entries there are, how long each is, and when it was written.
 *
 * @param storage is taken over: closed with this one, or when it cannot be opened
 * @throws StorageError `wrong-key` when it was sealed with another key, `damaged` when anything in it was changed or it holds
 * what is not encrypted, `newer`
 * @example
 * const key = crypto.getRandomValues(new Uint8Array(32))
 * const storage = await encryptedStorage(memoryStorage(), { key })
 */
export async function encryptedStorage(storage: Storage, options: EncryptionOptions): Promise<Storage> {
  try {
    const keys = await Promise.all([options.key, ...(options.formerKeys ?? [])].map(sealingKey))
    const [key] = keys as [SealingKey]
    await checkMark(storage, keys)
    await sealAnew(storage, key, keys)
    return new EncryptedStorage(storage, key, await readNames(storage, [key]))
  } catch (error) {
    await storage.close()
    throw error
  }
}

class EncryptedStorage implements Storage {
  readonly scrub?: () => Promise<void>
  readonly #inner: Storage
  readonly #key: SealingKey
  readonly #names: NameIndex
  /** Resolves when every commit called so far has been handed on. */
  #turn: Promise<void> = Promise.resolve()
  /** What a commit that is not expendable failed with: those that were called before that was known fail with it. */
  #failure: { readonly error: unknown } | undefined
  #isClosed = false

  constructor(inner: Storage, key: SealingKey, names: NameIndex) {
    this.#inner = inner
    this.#key = key
    this.#names = names
    if (inner.scrub) {
      this.scrub = async () => {
        this.#assertOpen()
        await this.#turn
        await inner.scrub?.()
      }
    }
  }

  async get(key: Key): Promise<Uint8Array | undefined> {
    this.#assertOpen()
    return (await this.#read(copyBytes(checkKey(key))))?.value
  }

  range(from: Key, to: Key, options: RangeOptions = {}): AsyncIterable<StoredEntry> {
    return pagedRange(from, to, options, async (low, high, limit, reverse) => {
      const most = Math.min(limit, batch)
      let [first, end] = [low, high]
      for (;;) {
        this.#assertOpen()
        const keys = this.#names.within(first, end, most, reverse)
        const read = await Promise.all(keys.map(key => this.#read(key)))
        const entries = read.flatMap(entry => entry ?? [])
        if (entries.length > 0 || keys.length < most) return { entries, isLast: keys.length < most }
        // All of these are only on their way to the disk.
        if (reverse) end = keys.at(-1)!
        else first = keyAfter(keys.at(-1)!)
      }
    })
  }

  async commit(operations: readonly Operation[], options?: CommitOptions): Promise<void> {
    this.#assertOpen()
    const plan = this.#names.plan(copyOperations(operations))
    const [before, failure] = [this.#turn, this.#failure]
    let handOn = () => {}
    this.#turn = new Promise(resolve => {
      handOn = resolve
    })
    try {
      const sealed = await this.#seal(plan)
      await before
      if (this.#failure !== failure) throw this.#failure?.error
      const committed = this.#inner.commit(sealed, options)
      handOn()
      await committed
      this.#names.done(plan)
    } catch (error) {
      if (this.#failure === failure && !options?.isExpendable) this.#failure = { error }
      throw error
    } finally {
      handOn()
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#turn
    await this.#inner.close()
  }

  async #read(key: Key): Promise<StoredEntry | undefined> {
    const name = this.#names.nameOf(key)
    const bytes = name && (await this.#inner.get(name))
    return bytes && openEntry(bytes, name, [this.#key])
  }

  #seal({ steps }: Plan): Promise<Operation[]> {
    return Promise.all(
      steps.map(async step =>
        'put' in step
          ? { put: step.name, value: await sealEntry({ key: step.put, value: step.value }, step.name, this.#key) }
          : step,
      ),
    )
  }

  #assertOpen(): void {
    if (this.#isClosed) throw closedError('encrypted')
  }
}

/** Looks whether the store is one of these and of these keys; marks it when it is empty. */
async function checkMark(storage: Storage, keys: readonly SealingKey[]): Promise<void> {
  const marked = await storage.get(mark)
  if (marked) {
    keyOf(marked, keys)
    return
  }
  for await (const _ of storage.range(Uint8Array.of(0), new Uint8Array(1024).fill(0xff), { limit: 1 })) {
    throw new StorageError('damaged', 'this store holds what is not encrypted', {
      hint: 'open it without a key, export what it holds, and import that into a new store with one',
    })
  }
  await storage.commit([{ put: mark, value: headOf(keys[0]!) }])
}

/** Seals what is sealed by a former key anew; a run that was cut short goes on where it was, its mark comes last. */
async function sealAnew(storage: Storage, key: SealingKey, keys: readonly SealingKey[]): Promise<void> {
  if (keyOf((await storage.get(mark))!, keys) === key) return
  for await (const opened of openAll(storage, keys)) {
    const stale = opened.filter(({ by }) => by !== key)
    const puts = stale.map(async entry => ({ put: entry.name, value: await sealEntry(entry, entry.name, key) }))
    await storage.commit(await Promise.all(puts))
  }
  await storage.commit([{ put: mark, value: headOf(key) }])
  await storage.scrub?.()
}

async function readNames(storage: Storage, keys: readonly SealingKey[]): Promise<NameIndex> {
  const found: { key: Key; name: Uint8Array }[] = []
  for await (const opened of openAll(storage, keys)) for (const { key, name } of opened) found.push({ key, name })
  return new NameIndex(found)
}

/** Everything in the store, opened, some at a time. */
async function* openAll(storage: Storage, keys: readonly SealingKey[]) {
  let group: StoredEntry[] = []
  const open = () =>
    Promise.all(group.map(async ({ key, value }) => ({ ...(await openEntry(value, key, keys)), name: key })))
  for await (const entry of storage.range(...everyName)) {
    group.push(entry)
    if (group.length < batch) continue
    yield await open()
    group = []
  }
  yield await open()
}
