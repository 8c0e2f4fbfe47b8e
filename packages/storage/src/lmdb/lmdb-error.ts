import { constants } from 'node:os'
import { getSystemErrorMap } from 'node:util'
import { StorageError, type StorageErrorCode } from '../storage'
import { tooManyFiles } from './descriptors'
import { noRoom, roomOf, takes } from './room'
import { otherFolder } from './usable'

const { EIO, ENOENT, ENOTDIR, EISDIR, EEXIST, ELOOP, ENAMETOOLONG, EACCES, EPERM, EROFS } = constants.errno
/** Making a folder on a disk that is read-only is ENOENT to Node, and where a link leads nowhere EEXIST. */
const ofPlace: readonly number[] = [ENOENT, ENOTDIR, EISDIR, EEXIST, ELOOP, ENAMETOOLONG, EACCES, EPERM, EROFS]
const mapFull = -30792
const damaged = new Map([
  [-30797, 'a page is missing'],
  [-30796, 'a page is corrupted'],
  [-30794, 'written by another version of LMDB'],
  [-30793, 'not an LMDB file'],
])

const hints: Partial<Record<StorageErrorCode, string>> = {
  full: 'free some disk space, or raise the quota',
  damaged: 'restore the folder from a backup, or move it away and start afresh',
  failed: 'check the disk, then open the storage again',
}

/** The StorageError for what LMDB threw or rejected with. */
export async function toStorageError(path: string, what: string, error: unknown): Promise<StorageError> {
  return storageErrorOf(path, what, error instanceof StorageError ? error : await causeOf(error))
}

/** Does what reads at once. @throws StorageError */
export function reading<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw storageErrorOf(path, 'could not read', error)
  }
}

function storageErrorOf(path: string, what: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause
  const number = numberOf(cause)
  let code: StorageErrorCode = 'failed'
  if ([...noRoom, mapFull].includes(number)) code = 'full'
  // A disk or a quota that fills up in the middle of a page is EIO to LMDB.
  else if (number === EIO && (roomOf(path) < 1 << 20 || !takes(path, 1 << 20))) code = 'full'
  else if (damaged.has(number)) code = 'damaged'
  const reason = damaged.get(number) ?? (cause instanceof Error ? cause.message : String(cause))
  let hint = hints[code]
  if (ofPlace.includes(number)) hint = otherFolder
  else if (tooManyFiles.includes(number))
    hint = 'close some files or sockets, or let this process open more (ulimit -n)'
  return new StorageError(code, `${what} "${path}": ${reason}`, { hint, cause })
}

/** LMDB puts the number of an error into its code, and only its text where it copies; Node puts the negated one into errno. */
function numberOf(cause: unknown): number {
  const { code, errno, message } = (cause ?? {}) as { code?: unknown; errno?: number; message?: string }
  if (typeof code === 'number') return code
  return -(errno ?? numberBy(message?.toLowerCase()) ?? 0)
}

function numberBy(text: string | undefined): number | undefined {
  return [...getSystemErrorMap()].find(([, [, each]]) => each === text)?.[0]
}

/** A failed commit carries the reason in a promise, which settles in the same turn of the loop or never. */
async function causeOf(error: unknown): Promise<unknown> {
  const promised = (error as { commitError?: Promise<unknown> } | undefined)?.commitError
  if (!promised) return error
  const reason = promised.catch((cause: unknown) => cause)
  return Promise.race([reason, new Promise(resolve => setImmediate(resolve, error))])
}
