import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { RootDatabase } from 'lmdb'
import { tooManyFiles } from './descriptors'
import { reserve } from './room'

/** Asking LMDB for its last page costs a third of a small commit, so that it is asked at every fifteenth. */
const step = 1024 * 1024
const zeros = new Uint8Array(step)

/**
 * What a data file has behind its last page. Zeros are written there before LMDB is asked to write, so that a disk, a quota or a limit on
 * files that takes no more says so here: where LMDB finds out in the middle of a commit it may end the process, since the text that it makes
 * of that is longer than the memory for it. A file system that never writes over what is there may still have no room then.
 */
export class Headroom {
  readonly #file: string
  readonly #root: RootDatabase
  /** So much of it is left, at least. */
  #left = 0

  constructor(folder: string, root: RootDatabase) {
    this.#file = join(folder, 'data.mdb')
    this.#root = root
  }

  /**
   * @param growth bytes at most by which the next commit makes the store grow
   * @throws what the system says, such as ENOSPC; the file is as long as it was then
   */
  assure(growth: number): void {
    // Windows' LMDB makes its file longer before it writes there.
    if (process.platform === 'win32') return
    const needed = reserve + growth
    this.#left -= needed
    if (this.#left >= 0) return
    const { lastPageNumber, root } = this.#root.getStats() as { lastPageNumber: number; root: { pageSize: number } }
    const end = (lastPageNumber + 1) * root.pageSize + needed
    const descriptor = openedFor(this.#file)
    if (descriptor === undefined) return
    try {
      const { size } = fstatSync(descriptor)
      this.#left = (size < end ? lengthen(descriptor, size, end) : size) - end
    } finally {
      closeSync(descriptor)
    }
  }
}

/** @returns undefined where no more files can be opened, which is no want of room: LMDB has its own */
function openedFor(file: string): number | undefined {
  try {
    return openSync(file, 'r+')
  } catch (error) {
    if (tooManyFiles.includes(-(error as NodeJS.ErrnoException).errno!)) return undefined
    throw error
  }
}

/** @returns how long a file of so many bytes is now: as long as was asked, and a step more where that is taken too */
function lengthen(descriptor: number, size: number, asked: number): number {
  let at = size
  try {
    while (at < asked + step) at += writeSync(descriptor, zeros, 0, Math.min(step, asked + step - at), at)
  } catch (error) {
    if (at >= asked) return at
    ftruncateSync(descriptor, size)
    throw error
  }
  return at
}
