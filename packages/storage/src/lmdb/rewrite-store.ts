import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { keyAfter } from '../key'
import { copyBytes } from '../operations'
import type { StoredEntry } from '../storage'
import { type Environment, openEnvironment, syncFolder } from './environment'
import type { Headroom } from './headroom'
import type { Bytes } from './page'
import { growthOf } from './room'

/** What is copied between two turns of the event loop, at most. */
const [pageEntries, pageBytes] = [256, 1024 * 1024]
const zeros = Buffer.alloc(1024 * 1024)

const folderOf = (path: string): string => join(path, 'rewrite')

/** Says that a rewrite begins: whoever reads beside the holder waits until it is over. */
export function announceRewrite(path: string): void {
  mkdirSync(folderOf(path), { recursive: true })
}

/** Whether a rewrite was begun and is not over. */
export const isRewriting = (path: string): boolean => existsSync(folderOf(path))

const oldOf = (path: string): string => join(path, 'data.old')

/**
 * Copies a store entry by entry into a new file that takes the place of the old one, whose blocks `sweepRewrite` overwrites.
 * LMDB keeps the bytes of what was deleted in free pages, and in the unused parts of pages that are in use: these go with
 * page by page copies too, and only a file that never held the bytes is sure to be without them.
 *
 * A crash leaves the old store or the new one in place, each whole. Nobody may read beside the holder meanwhile, and it must have been
 * announced.
 *
 * @returns the environment that takes the place of the given one, which is closed
 */
export async function rewriteStore(path: string, old: Environment): Promise<Environment> {
  const fresh = openEnvironment(folderOf(path))
  try {
    for (const name of ['meta', 'data'] as const) await copyAll(old[name], fresh[name], fresh.headroom)
  } finally {
    await fresh.root.close()
  }
  linkSync(join(path, 'data.mdb'), oldOf(path))
  await old.root.close()
  renameSync(join(folderOf(path), 'data.mdb'), join(path, 'data.mdb'))
  syncFolder(path)
  return openEnvironment(path)
}

/**
 * Clears away what a rewrite left behind, its own end included: the old file's blocks are overwritten before it goes, while the event
 * loop has its turns.
 */
export async function sweepRewrite(path: string): Promise<void> {
  const old = statSync(oldOf(path), { throwIfNoEntry: false })
  if (old) {
    // Before the rename both names are of one file, the store itself.
    if (old.ino !== statSync(join(path, 'data.mdb')).ino) await overwrite(oldOf(path), old.size)
    await rm(oldOf(path))
  }
  // Last: till then who reads beside the holder waits.
  rmSync(folderOf(path), { recursive: true, force: true })
}

async function overwrite(path: string, size: number): Promise<void> {
  const file = await open(path, 'r+')
  try {
    for (let at = 0; at < size; at += zeros.length) await file.write(zeros, 0, Math.min(zeros.length, size - at), at)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function copyAll(from: Bytes, to: Bytes, headroom: Headroom): Promise<void> {
  let start: Uint8Array | undefined = Uint8Array.of(0)
  while (start) {
    const page: StoredEntry[] = []
    let bytes = 0
    for (const { key, value } of from.getRange({ start, limit: pageEntries })) {
      page.push({ key: copyBytes(key), value: copyBytes(value) })
      bytes += value.length
      if (bytes >= pageBytes) break
    }
    headroom.assure(growthOf(page.map(({ key, value }) => ({ put: key, value }))))
    await to.batch(() => {
      for (const { key, value } of page) to.put(key, value)
    })
    const last = page.at(-1)
    start = last && keyAfter(last.key)
    await setImmediate()
  }
}
