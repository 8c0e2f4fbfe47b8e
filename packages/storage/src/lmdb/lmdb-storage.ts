import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { RootDatabase } from 'lmdb'
import { createCommitQueue } from '../commit-queue'
import { CopyBuffer } from '../copy-buffer'
import { checkKey } from '../key'
import { pagedRange } from '../paged-range'
import { type Key, type Operation, type Storage, StorageError } from '../storage'
import { checkedValues, plainValues, type ValueForm } from './checked-value'
import { assertDataFile, assertWhole, fileAt, noteMade } from './data-file'
import { type Environment, openEnvironment, syncFolder } from './environment'
import { expandRanges } from './expand-ranges'
import { reading, toStorageError } from './lmdb-error'
import { type LockFile, takeLockFile } from './lock-file'
import { readPage } from './page'
import { untilUnread } from './reading'
import { announceRewrite, rewriteStore, sweepRewrite } from './rewrite-store'
import { assertRoom, assertTaken, growthOf, growthOfOpening, type Room, roomOf } from './room'
import { assertUsable } from './usable'

/**
 * What a folder holds, at most. 1: the database `data` with the entries, `meta` with this number under `format`. 2: the same, each value
 * with a checksum behind it.
 */
export const lmdbFormat = 2

const formatKey = Buffer.from('format')
export interface LmdbStorageOptions {
  /** The folder of the store; made when it is not there. */
  readonly path: string
  /** How many bytes the disk of the folder has left; as the file system tells when left out. */
  readonly room?: Room
  /** A new store keeps a checksum of each value: one that is not as it was written is `damaged`. Stores that are there stay as they are. */
  readonly checked?: boolean
  /** Called once, with why, when it takes no more commits: one failed other than for want of room, or its files are gone. */
  readonly onEnd?: (error: StorageError) => void
}

/**
 * Opens a folder as a storage on LMDB, for Node. Commits are fsynced before they resolve and share an fsync when they are
 * concurrent. One that there is no room for fails with `full`, as a rule before anything of it is written, and later ones are taken. After a
 * commit that failed otherwise, as where the files were deleted or moved away meanwhile, the storage takes no more of them: what the disk
 * holds is known only after opening again.
 *
 * @throws StorageError `locked` naming the pid of the holder, `newer`, `damaged`, `full`, `failed`
 */
export async function openLmdbStorage({
  room = roomOf,
  checked = false,
  onEnd = () => {},
  ...options
}: LmdbStorageOptions): Promise<Storage> {
  const path = resolve(options.path)
  for (;;) {
    const storage = await openFile(path, room, checked ? 2 : 1, onEnd)
    if (storage) return storage
  }
}

/** @returns null when the file that was opened is the store no more: a scrub put another in its place meanwhile */
async function openFile(
  path: string,
  room: Room,
  newFormat: number,
  onEnd: (error: StorageError) => void,
): Promise<Storage | null> {
  const file = join(path, 'data.mdb')
  let root: RootDatabase | undefined
  let lock: LockFile | undefined
  let found: string | undefined
  try {
    assertUsable(path)
    assertDataFile(file)
    assertRoom(path, 'could not open', growthOfOpening(!existsSync(file)), room)
    assertTaken(path, 'could not open')
    found = fileAt(file)
    const env = openEnvironment(path, opened => {
      root = opened
      found ??= fileAt(file)
      assertWhole(opened, file, newFormat > 1)
    })
    // The write transaction is the mutex that the lock file asks for; LMDB frees it when its process dies.
    lock = env.root.transactionSync(() => enter(path, env, newFormat, () => fileAt(file) === found))
    const format = formatOf(env)!
    noteMade(path, format)
    await sweepRewrite(path)
    return createLmdbStorage({ path, lock, room, onEnd, form: formOf(path, format) }, env)
  } catch (error) {
    await root?.close()
    lock?.release()
    // What was read of a file whose blocks are overwritten says nothing of the store.
    if (found !== undefined && fileAt(file) !== found) return null
    throw await toStorageError(path, 'could not open', error)
  }
}

const formatOf = ({ meta }: Pick<Environment, 'meta'>): number | undefined => meta.get(formatKey)?.[0]

/** How the values of a store of this format lie on the disk. */
export const formOf = (path: string, format: number): ValueForm => (format < 2 ? plainValues : checkedValues(path))

/** @param isStore whether the file that was opened is still the store */
function enter(path: string, { meta, data }: Environment, newFormat: number, isStore: () => boolean): LockFile {
  const lock = takeLockFile(path)
  try {
    // Only now: a holder exchanges it at any time.
    if (!isStore()) throw new StorageError('failed', `"${path}" was rewritten while it was opened`)
    const format = formatOf({ meta })
    if (format === undefined) {
      if (data.getKeysCount({ limit: 1 }) > 0) throw new StorageError('damaged', `"${path}" has entries but no format`)
      meta.put(formatKey, Buffer.of(newFormat))
      for (const folder of [path, dirname(path)]) syncFolder(folder)
    } else if (format > lmdbFormat) {
      throw new StorageError('newer', `"${path}" has format ${format}, this version reads up to ${lmdbFormat}`, {
        hint: 'update the library that opens it',
      })
    }
    return lock
  } catch (error) {
    lock.release()
    throw error
  }
}

/** What is written to files that nobody finds again is lost with this process. */
function assertThere(path: string, { file }: Environment): void {
  if (fileAt(join(path, 'data.mdb')) === file) return
  throw new StorageError('failed', `the store in "${path}" was deleted or moved away while it was open`, {
    hint: 'open it again to go on',
  })
}

// As large as what a busy store commits at once.
const copyBufferBytes = 128 * 1024

interface Held {
  readonly path: string
  readonly lock: LockFile
  readonly room: Room
  readonly form: ValueForm
  readonly onEnd: (error: StorageError) => void
}

function createLmdbStorage({ path, lock, room, form, onEnd }: Held, opened: Environment): Storage {
  let env = opened
  const queue = createCommitQueue(path, write, new CopyBuffer(copyBufferBytes))
  let closing: Promise<void> | undefined
  let scrubbing: Promise<void> = Promise.resolve()

  async function write(operations: Operation[]) {
    const { data } = env
    const points = expandRanges(operations, (start, end) => data.getKeys({ start, end }))
    if (points.length === 0) return
    const growth = growthOf(points)
    assertRoom(path, 'could not commit to', growth, room)
    try {
      assertThere(path, env)
      env.headroom.assure(growth)
      await data.batch(() => {
        for (const point of points) {
          if ('put' in point) data.put(point.put, form.toDisk(point.put, point.value))
          else data.remove(point.delete)
        }
      })
    } catch (error) {
      const failure = await toStorageError(path, 'could not commit to', error)
      // One for which there was no room is not begun or, where it was, wrote pages that nothing refers to; LMDB goes on from those that it had.
      if (failure.code !== 'full') {
        queue.abort(failure)
        onEnd(failure)
      }
      throw failure
    }
  }

  async function close() {
    await queue.close()
    await scrubbing
    try {
      await env.root.close()
      lock.release()
    } catch (error) {
      throw await toStorageError(path, 'could not close', error)
    }
  }

  async function rewrite() {
    assertRoom(path, 'could not rewrite', statSync(join(path, 'data.mdb')).size, room)
    env = await rewriteStore(path, env)
  }

  /** Commits go on while it waits for who reads beside us: what is overwritten would be read. */
  async function scrub() {
    queue.assertOpen()
    assertThere(path, env)
    try {
      await sweepRewrite(path)
      announceRewrite(path)
      await untilUnread(path, queue.assertOpen)
      await queue.between(rewrite)
    } finally {
      await sweepRewrite(path)
    }
  }

  function getSync(key: Key) {
    queue.assertOpen()
    checkKey(key)
    return reading(path, () => {
      const value = env.data.get(key)
      return value && form.fromDisk(key, value)
    })
  }

  return {
    get: async key => getSync(key),
    getSync,
    range(from, to, options = {}) {
      return pagedRange(from, to, options, (low, high, limit, reverse) => {
        queue.assertOpen()
        return reading(path, () => readPage(env.data, form, low, high, limit, reverse))
      })
    },
    commit: queue.commit,
    scrub() {
      const scrubbed = scrubbing.then(scrub).catch(async error => {
        throw await toStorageError(path, 'could not rewrite', error)
      })
      scrubbing = scrubbed.catch(() => {})
      return scrubbed
    },
    close() {
      closing ??= close()
      return closing
    },
  }
}
