import { closeSync, fsyncSync, openSync } from 'node:fs'
import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { checkKey } from '../key'
import { pagedRange } from '../paged-range'
import { closedError, type Storage, StorageError } from '../storage'
import type { ValueForm } from './checked-value'
import { assertDataFile, assertWhole } from './data-file'
import { toStorageError } from './lmdb-error'
import { formOf, lmdbFormat } from './lmdb-storage'
import { type Bytes, readPage } from './page'
import { beginReading } from './reading'

const binary = { encoding: 'binary', keyEncoding: 'binary' } as const

/** A store as it was when it was opened for reading; its holder may go on writing, and scrubs when nobody reads any more. */
export interface LmdbReader extends Pick<Storage, 'get' | 'range' | 'close'> {
  /**
   * Writes a copy of the store as it is now into a file that is not there yet, without its free pages. The file is complete
   * and fsynced, or not there.
   *
   * @throws StorageError `failed`, `full`
   */
  copyTo(file: string): Promise<void>
}

/**
 * Opens a folder for reading beside whoever holds it: LMDB's readers see the last commit and stop no writer.
 *
 * @throws StorageError `failed` when there is no store, `damaged`, `newer`
 */
export async function openLmdbReader(options: { readonly path: string }): Promise<LmdbReader> {
  const path = resolve(options.path)
  const file = join(path, 'data.mdb')
  const isStore = await isThere(file).catch(async error => {
    throw await toStorageError(path, 'could not read', error)
  })
  if (!isStore) {
    throw new StorageError('failed', `there is no store in "${path}"`, { hint: 'name the folder of a store' })
  }
  let root: RootDatabase | undefined
  const endReading = await beginReading(path)
  try {
    assertDataFile(file)
    const opened = open({ path, readOnly: true, noSubdir: false, maxDbs: 2, overlappingSync: false, ...binary })
    root = opened
    assertWhole(opened, file)
    const meta: Bytes | undefined = opened.openDB({ name: 'meta', ...binary })
    const data: Bytes | undefined = opened.openDB({ name: 'data', ...binary })
    const format = meta?.get(Buffer.from('format'))?.[0]
    if (!data || format === undefined) throw new StorageError('damaged', `"${path}" is not a store of ours`)
    if (format > lmdbFormat) throw new StorageError('newer', `"${path}" has format ${format}`)
    return createReader(path, opened, { data, form: formOf(path, format) }, endReading)
  } catch (error) {
    await root?.close()
    endReading()
    throw await toStorageError(path, 'could not read', error)
  }
}

function createReader(
  path: string,
  root: RootDatabase,
  { data, form }: { readonly data: Bytes; readonly form: ValueForm },
  endReading: () => void,
): LmdbReader {
  // One transaction, so that what is read fits together while the holder writes.
  // Called by reflection because the linter takes what is called `use…` for a hook of React.
  const transaction = Reflect.apply(root.useReadTransaction, root, [])
  let isOpen = true
  const assertOpen = () => {
    if (!isOpen) throw closedError(path)
  }
  return {
    async get(key) {
      assertOpen()
      const value = data.get(checkKey(key), { transaction })
      return value && form.fromDisk(key, value)
    },
    range(from, to, options = {}) {
      return pagedRange(from, to, options, (low, high, limit, reverse) => {
        assertOpen()
        return readPage(data, form, low, high, limit, reverse, transaction)
      })
    },
    async copyTo(file) {
      assertOpen()
      if (await isThere(file))
        throw new StorageError('failed', `"${file}" is there already`, { hint: 'name a new file' })
      await writeCopy(root, resolve(file))
    },
    async close() {
      if (!isOpen) return
      isOpen = false
      transaction.done()
      await root.close()
      endReading()
    },
  }
}

async function writeCopy(root: RootDatabase, file: string): Promise<void> {
  let draft: string | undefined
  try {
    draft = await mkdtemp(`${file}.`)
    await root.backup(draft, true)
    sync(join(draft, 'data.mdb'))
    await rename(join(draft, 'data.mdb'), file)
    if (process.platform !== 'win32') sync(dirname(file))
  } catch (error) {
    throw await toStorageError(dirname(file), 'could not copy into', error)
  } finally {
    if (draft !== undefined) await rm(draft, { recursive: true, force: true })
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** @throws what keeps it from being seen, such as a missing right */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}
