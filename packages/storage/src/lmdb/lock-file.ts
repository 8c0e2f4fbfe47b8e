import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StorageError } from '../storage'
import { type Holder, hasEnded, thisProcess } from './holder'

/** Says who holds a store; it stays behind when the holder is killed, and is then taken over. */
export interface LockFile {
  release(): void
}

/** Openings of this process that are over and whose file may still be there: its disk was away, or its folder is elsewhere. */
const released = new Set<string>()

/**
 * Makes this process the holder of a folder.
 *
 * The caller must hold a mutex over all processes that open the folder while it calls: between reading that a holder has
 * ended and writing our own name, nobody else may do the same.
 *
 * @throws StorageError `locked`, naming the pid of the holder
 */
export function takeLockFile(folder: string): LockFile {
  const path = join(folder, 'holder.json')
  const us = thisProcess()
  const holder = readHolder(path)
  if (holder && !hasEnded(holder, us) && !released.has(`${holder.opening}`)) {
    throw new StorageError('locked', `"${folder}" is open in process ${holder.pid} on ${holder.host}`, {
      hint: `close it there, or open another folder; if that process is gone for certain, delete ${path}`,
    })
  }
  const opening = randomUUID()
  const ours = JSON.stringify({ ...us, opening })
  // A reader must never see half a file: it would take the store for free.
  const draft = `${path}.${us.pid}`
  writeFileSync(draft, ours)
  renameSync(draft, path)
  return {
    release() {
      released.add(opening)
      if (read(path) !== ours) return
      rmSync(path)
      released.delete(opening)
    },
  }
}

/** Whom a file names, if it is there and whole. */
export function readHolder(path: string): Holder | undefined {
  const text = read(path)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Renaming is atomic, so a file that does not parse was torn by a power cut, and its writer ended with it.
    return undefined
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
