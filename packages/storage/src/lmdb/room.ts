import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { type Operation, StorageError } from '../storage'

/** What LMDB and the files beside it may need for a commit of nothing. */
export const reserve = 64 * 1024
const { EDQUOT, EFBIG, ENOSPC } = constants.errno
/** What a system says that takes no more bytes. */
export const noRoom: readonly number[] = [ENOSPC, EDQUOT, EFBIG]
/** What a new store grows by before its first entry. */
const beginning = 1024 * 1024
const page = 4096

/** Tells how many bytes the disk of a folder has left. */
export type Room = (folder: string) => number

/** As the file system tells; Infinity where it tells nothing. */
export function roomOf(folder: string): number {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const { bavail, bsize, blocks } = statfsSync(at)
      return blocks === 0 ? Infinity : bavail * bsize
    } catch {
      if (dirname(at) === at) return Infinity
    }
  }
}

/**
 * Asks for room before LMDB is asked to write: one that finds the disk full in the middle takes no more commits, and the binding
 * may end the process then, or when a new lock file has no blocks behind it.
 *
 * @param growth bytes at most by which the store grows
 * @throws StorageError `full`
 */
export function assertRoom(folder: string, what: string, growth: number, room: Room): void {
  const left = room(folder)
  if (left >= reserve + growth) return
  const needed = Math.ceil((reserve + growth) / 1024)
  throw new StorageError(
    'full',
    `${what} "${folder}": its disk has ${Math.floor(left / 1024)} kB left, and ${needed} kB may be needed`,
    { hint: 'free some disk space' },
  )
}

/**
 * Writes a little beside the store to see whether that is taken: quotas and limits on files are in no figure of the file system.
 *
 * @param what asks, for the error
 * @throws StorageError `full`
 */
export function assertTaken(folder: string, what: string): void {
  if (takes(folder, reserve)) return
  throw new StorageError('full', `${what} "${folder}": its disk, or a quota, takes no ${reserve / 1024} kB more`, {
    hint: 'free some disk space, or raise the quota',
  })
}

/** Whether so many bytes more could be written where the folder is, or will be. */
export function takes(folder: string, bytes: number): boolean {
  const probe = join(folder, 'probe')
  try {
    writeFileSync(probe, new Uint8Array(bytes))
    return true
  } catch (error) {
    const { code, errno = 0 } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(folder) !== folder) return takes(dirname(folder), bytes)
    // Whatever else is wrong with the folder is not ours to tell.
    return !noRoom.includes(-errno)
  } finally {
    rmSync(probe, { force: true })
  }
}

/** Bytes that a commit may add: what is put copies a page of the tree, a large value has pages of its own, and deletes lie together. */
export function growthOf(points: readonly Operation[]): number {
  return points.reduce((sum, point) => sum + ('put' in point ? page + point.value.length : page / 16), 0)
}

/** Bytes at most that opening a store adds to it. */
export const growthOfOpening = (isNew: boolean): number => (isNew ? beginning : 0)
