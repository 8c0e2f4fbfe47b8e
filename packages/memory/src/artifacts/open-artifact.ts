import { abortable } from '../abortable'
import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import { guarded } from '../guarded'
import { checked, waitOptions } from '../input/input'
import { decodeRecord, type Entry } from '../model'
import { withPresentRecord } from '../reading/locate-present'
import type { MemoryRecord } from '../reading/record'
import type { Space } from '../space/space'
import { type Artifact, type ArtifactNote, noteOf } from './artifact'
import { digestOf } from './parts-of'
import { partKey } from './put-artifact'
import { isToldOf, refusedText, toldRefused } from './refused-text'

export function openArtifact(core: Core, id: string, options: { signal?: AbortSignal } = {}): Promise<Artifact> {
  return guarded(core, 'artifacts.open', async () => {
    const { signal } = checked(waitOptions, options, core.identity.agent, 'artifacts.open')
    const found = await withPresentRecord(core, id, ({ space, key }) => {
      const record = core.projection.record(space, key)
      return record && !record.quarantined ? { record, key, visibility: space.visibility } : undefined
    })
    const note = found && noteOf(found.record)
    if (!found || !note) throw withoutArtifact(id)
    const { record, key, visibility } = found
    const rooms = await core.artifacts.rooms()
    const room = { space: record.space, visibility, segment: note.segment }
    const text = await rooms.using(room, async artifact => {
      if (!(await rooms.held.get(room))) await rooms.held.put({ ...room, key, isUnsent: false })
      const text = await textOf(core, artifact, record, note)
      return (
        text ?? core.pool.using(record.space, space => arrived(core, { space, key, artifact }, record, note, signal))
      )
    })
    return Object.freeze({ record, text, type: note.type })
  })
}

function withoutArtifact(id: string): CommonplaceError {
  return new CommonplaceError('unknown-record', `record "${id}" names no artifact`, {
    hint: 'pass the id of a record from artifacts.put, or of a hit whose metadata has an artifact',
  })
}

/**
 * The text, once every part of it is here; undefined while one is missing. A part that its author wrote goes before those under
 * its key that others did; what was imported has only such, and the digest says whether they are what it wrote.
 */
async function textOf(
  core: Core,
  artifact: Space,
  { author }: MemoryRecord,
  { parts, digest }: ArtifactNote,
): Promise<string | undefined> {
  const texts: string[] = []
  for (let part = 0; part < parts; part++) {
    const entries = artifact.index.entriesOf(partKey(part)).filter(entry => textIn(entry) !== undefined)
    const own = entries.find(({ dot }) => artifact.authorOf(dot.client)?.agent === author.agent)
    const text = textIn(own ?? entries[0])
    if (text === undefined) return undefined
    texts.push(text)
    const turn = core.pause()
    if (turn) await turn
  }
  return (await digestOf(texts, core.pause)) === digest ? texts.join('') : undefined
}

function textIn(entry: Entry | undefined): string | undefined {
  if (entry === undefined) return undefined
  const record = decodeRecord(entry.payload)
  return record.ok && typeof record.body.value === 'string' ? record.body.value : undefined
}

/** Waits for the relay to bring what is missing. */
async function arrived(
  core: Core,
  { space, key, artifact }: { readonly space: Space; readonly key: string; readonly artifact: Space },
  record: MemoryRecord,
  note: ArtifactNote,
  signal: AbortSignal | undefined,
): Promise<string> {
  const onConcern = (listener: () => void) =>
    space.index.onChange(({ keys }) => {
      if (keys.has(key) || [...keys].some(each => isToldOf(each, note))) listener()
    })
  for (;;) {
    const change = nextChange(artifact, onConcern, signal)
    try {
      const text = await textOf(core, artifact, record, note)
      if (text !== undefined) return text
      const refused = refusedText(artifact) ?? toldRefused(core, space, key, note)
      if (refused) throw refused
      if (core.projection.record(space, key) === undefined) throw withoutArtifact(record.id)
      const { state, denied } = artifact.replica.status.value
      if (core.connection?.status.value.state !== 'online' || denied || state === 'denied')
        throw new CommonplaceError('offline', `the artifact of record "${record.id}" is not on this device`, {
          hint: 'open it again once the relay can be reached and its author has sent it',
        })
      await core.turnstile.aside(change.happened)
    } finally {
      change.stop()
    }
  }
}

/** Something of a sub-document or of its session changes, or of what `onConcern` listens to. */
function nextChange(
  { index, replica }: Space,
  onConcern: (listener: () => void) => () => void,
  signal: AbortSignal | undefined,
) {
  let stop = () => {}
  const changed = new Promise<void>(resolve => {
    const stops = [index.onChange(() => resolve()), onConcern(() => resolve())]
    let isFirst = true
    const stopStatus = replica.status.subscribe(() => {
      if (!isFirst) resolve()
      isFirst = false
    })
    stop = () => {
      for (const each of stops) each()
      stopStatus()
    }
  })
  const happened = abortable(changed, signal)
  happened.catch(() => {})
  return { happened, stop: () => stop() }
}
