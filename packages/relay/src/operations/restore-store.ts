import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StorageError } from '@commonplace/storage'
import { openLmdbStorage } from '@commonplace/storage/lmdb'
import { renewEpoch } from '../log/relay-meta'
import { inspectStore, type StoreReport } from './inspect-store'
import { MisuseError } from './misuse'

/**
 * Makes a store from a backup, under a new epoch: agents then know that it may lack what was acknowledged to them, and send
 * their own again. The folder has the whole store or nothing, whenever the machine stops.
 *
 * @param data a folder that is empty or not there
 * @returns what the restored store holds
 * @throws MisuseError when the folder is in use, or there is no such backup
 * @throws StorageError when the backup is damaged
 */
export async function restoreStore(from: string, data: string): Promise<StoreReport> {
  const folder = resolve(data)
  const held = await readdir(folder).catch(error => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  })
  if (held.length > 0) throw new MisuseError(`"${data}" is not empty: a backup is restored into a folder of its own`)
  const backup = await stat(from).catch(() => undefined)
  if (!backup?.isFile()) throw new MisuseError(`there is no backup "${from}": name the file that backup wrote`)
  await mkdir(dirname(folder), { recursive: true })
  const draft = await mkdtemp(`${folder}.`)
  try {
    await copyFile(from, join(draft, 'data.mdb')).catch(cause => {
      throw new Error(`"${from}" cannot be copied beside "${data}": ${cause.message}; nothing was changed`, { cause })
    })
    const storage = await openLmdbStorage({ path: draft }).catch(cause => {
      if (!(cause instanceof StorageError) || cause.code !== 'damaged') throw cause
      throw new StorageError('damaged', `"${from}" is no whole backup: ${cause.message}`, {
        hint: 'restore another backup; nothing was changed',
        cause,
      })
    })
    let report: StoreReport
    try {
      await renewEpoch(storage, randomUUID).catch(cause => {
        const why = `"${from}" cannot be restored: ${(cause as Error).message}`
        throw new Error(`${why}; restore another backup; nothing was changed`, { cause })
      })
      report = await inspectStore(storage)
    } finally {
      await storage.close()
    }
    // The epoch's commit has fsynced the copy; a folder that is empty is replaced by one that is whole.
    await syncFolder(draft)
    await rename(draft, folder)
    await syncFolder(dirname(folder))
    return report
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
