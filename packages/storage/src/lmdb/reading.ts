import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Holder, hasEnded, thisProcess } from './holder'
import { readHolder } from './lock-file'
import { isRewriting } from './rewrite-store'

const pollMs = 20
const notePattern = /^reading\..*\.json$/

/**
 * Notes that this process reads a store beside its holder: what it reads is overwritten no more until it has ended. Waits while the
 * holder is at that.
 *
 * @returns the function that takes the note back
 */
export async function beginReading(path: string): Promise<() => void> {
  const note = join(path, `reading.${randomUUID()}.json`)
  const end = () => rmSync(note, { force: true })
  for (;;) {
    try {
      writeFileSync(note, JSON.stringify(thisProcess()))
    } catch {
      // Whoever may not write there reads all the same, and learns of what is overwritten by an error.
      return end
    }
    // After the note: the holder says that it begins, and then looks for notes.
    if (!isRewriting(path) || !isHeld(path)) return end
    end()
    await setTimeout(pollMs)
  }
}

/** Whether a process that still runs reads a store beside its holder. Notes of others are cleared away. */
function isRead(path: string): boolean {
  let isAny = false
  for (const name of readdirSync(path).filter(each => notePattern.test(each))) {
    const reader = readHolder(join(path, name))
    if (reader && !hasEnded(reader)) isAny = true
    else rmSync(join(path, name), { force: true })
  }
  return isAny
}

/** Resolves when nobody reads a store beside its holder. @param assertOpen throws when nobody waits any more */
export async function untilUnread(path: string, assertOpen: () => void): Promise<void> {
  while (isRead(path)) {
    await setTimeout(pollMs)
    assertOpen()
  }
}

function isHeld(path: string): boolean {
  const holder: Holder | undefined = readHolder(join(path, 'holder.json'))
  return holder !== undefined && !hasEnded(holder)
}
