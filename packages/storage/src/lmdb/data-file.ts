import { closeSync, existsSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RootDatabase } from 'lmdb'
import { StorageError } from '../storage'
import { reachesBeyond } from './reaches-beyond'
import { treeFault } from './tree-fault'

const magic = 0xbeefc0de
const dataVersion = 2
const smallestPage = 4096
const headerBytes = 64

/**
 * Refuses a data file that LMDB did not write, before LMDB opens it: the binding ends the process instead of throwing.
 * An absent or empty file is a new store, unless `noteMade` was called for its folder. The layout is that of `MDB_meta` in mdb.c, whose offset depends on the width
 * of pointers.
 *
 * @throws StorageError `damaged`
 */
export function assertDataFile(file: string) {
  const size = sizeOf(file)
  if (size === 0) {
    if (!existsSync(madeFile(dirname(file)))) return
    throw damaged(`"${file}" is ${existsSync(file) ? 'empty' : 'gone'}, and there was a store`)
  }
  const words = new DataView(readStart(file).buffer)
  for (let offset = 0; size >= 2 * smallestPage && offset + 8 <= headerBytes; offset += 4) {
    const version = words.getUint32(offset + 4, true) & 0xffff
    if (words.getUint32(offset, true) === magic && version === dataVersion) return
  }
  throw damaged(`"${file}" is no data file of LMDB ${dataVersion}`)
}

const madeFile = (folder: string): string => join(folder, 'store.json')

/** Notes beside a store whose first commit is on the disk that there is one: an empty data file is a loss from then on. */
export function noteMade(folder: string, format: number): void {
  if (!existsSync(madeFile(folder))) writeFileSync(madeFile(folder), JSON.stringify({ format }))
}

/**
 * Refuses a data file that ends before a page that it speaks of: reading beyond the end of a mapped file ends the process. Looks through
 * its trees too where asked, which costs what reading all but the large values costs.
 *
 * @throws StorageError `damaged`
 */
export function assertWhole(root: RootDatabase, file: string, isChecked = false) {
  const { lastPageNumber, root: tree } = root.getStats() as { lastPageNumber: number; root: { pageSize: number } }
  const expected = (lastPageNumber + 1) * tree.pageSize
  const found = sizeOf(file)
  if (found < expected && reachesBeyond(file, tree.pageSize))
    throw damaged(`"${file}" holds ${found} bytes, its index speaks of ${expected}`)
  const fault = isChecked ? treeFault(file, tree.pageSize) : undefined
  if (fault !== undefined) throw damaged(`"${file}" is not as it was written: ${fault}`)
}

/** Tells the file that a path names now from one that it named before; undefined when there is none. */
export function fileAt(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}

function damaged(message: string): StorageError {
  return new StorageError('damaged', message, {
    hint: 'restore the folder from a backup, or move it away and start afresh',
  })
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function readStart(file: string): Uint8Array<ArrayBuffer> {
  const start = new Uint8Array(headerBytes)
  const descriptor = openSync(file, 'r')
  try {
    readSync(descriptor, start, 0, headerBytes, 0)
  } finally {
    closeSync(descriptor)
  }
  return start
}
