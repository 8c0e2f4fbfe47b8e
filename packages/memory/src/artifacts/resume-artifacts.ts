import type { Core } from '../core'
import { decodeRecord, type Entry, type EntryIndex } from '../model'
import type { ArtifactNote } from './artifact'
import type { ArtifactRoom } from './artifact-list'
import { letGo } from './drop-erased'
import { sendInTime } from './send-unsent'

/** What an earlier session left half done is finished; then what the relay lacks is sent. */
export async function resumeArtifacts(core: Core): Promise<void> {
  await finishBegun(core)
  await askAgain(core)
  sendInTime(core)
}

/**
 * What a process that was killed while it put an artifact left behind: the artifact that a record names is noted with it, of any
 * other all parts go, here and at the relay. Which of them were begun this store says, and nobody else writes to it.
 */
async function finishBegun(core: Core): Promise<void> {
  const { held } = await core.artifacts.rooms()
  for (const room of await held.left()) {
    if (core.closed()) return
    const key =
      core.catalog.get(room.space) && (await core.pool.using(room.space, ({ index }) => keyOfArtifact(index, room)))
    // Nobody sends what is to go.
    await held.put({ ...room, ...(key === undefined ? { isUnsent: false } : { key }) })
    // Where a relay may have some of it, the note waits for a session that can say so there.
    const mayGo = room.visibility === 'private' || core.connection !== undefined
    if (key === undefined && mayGo)
      letGo(core, room).catch(error => {
        if (!core.closed()) core.events.emit('error', { error, during: 'sending artifacts' })
      })
  }
}

/** Has the relay asked again for what it could not rewrite in an earlier session, in the background. */
export async function askAgain(core: Core): Promise<void> {
  const { held } = await core.artifacts.rooms()
  const spaces = new Set((await held.list()).flatMap(({ space, toPurge }) => (toPurge ? space : [])))
  for (const name of spaces) core.pool.using(name, space => core.erasing.settle(space)).catch(() => {})
}

/** The key of the record that names an artifact. */
export function keyOfArtifact(index: EntryIndex, room: ArtifactRoom): string | undefined {
  return [...index.keys()].find(key => index.entriesOf(key).some(entry => namesArtifact(entry, room)))
}

export function namesArtifact({ payload }: Entry, { segment }: ArtifactRoom): boolean {
  if (!payload.includes(`${segment}`)) return false
  const record = decodeRecord(payload)
  return record.ok && (record.body.metadata?.artifact as Partial<ArtifactNote> | undefined)?.segment === segment
}
