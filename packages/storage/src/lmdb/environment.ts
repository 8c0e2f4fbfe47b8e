import { closeSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { open, type RootDatabase } from 'lmdb'
import { fileAt } from './data-file'
import { assertDescriptors } from './descriptors'
import { Headroom } from './headroom'
import { makeFolder } from './make-folder'
import type { Bytes } from './page'

const options = {
  noSubdir: false,
  maxDbs: 2,
  // Only addresses, no memory and no disk: a store that outgrew its map would be mapped anew with the old map left in place, and
  // the pages of both would count as this process's.
  mapSize: 16 * 1024 ** 3,
  // Would trust pages that a power cut may have lost.
  overlappingSync: false,
  // Would group commits once more, under a promise that nobody can catch when the commit fails.
  eventTurnBatching: false,
}
const binary = { encoding: 'binary', keyEncoding: 'binary' } as const

/** A folder's LMDB with its two databases. */
export interface Environment {
  readonly root: RootDatabase
  readonly meta: Bytes
  readonly data: Bytes
  /** Its data file, which its name may come to mean no more. */
  readonly file: string | undefined
  readonly headroom: Headroom
}

/** @param check looks at the file before anything of it is read: a file that is cut short would end the process */
export function openEnvironment(path: string, check?: (root: RootDatabase) => void): Environment {
  makeFolder(path)
  assertDescriptors()
  const root = open({ path, ...options, ...binary })
  check?.(root)
  return {
    root,
    meta: root.openDB({ name: 'meta', ...binary }),
    data: root.openDB({ name: 'data', ...binary }),
    file: fileAt(join(path, 'data.mdb')),
    headroom: new Headroom(path, root),
  }
}

/** A new file is on the disk only when its folder is. */
export function syncFolder(folder: string) {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
