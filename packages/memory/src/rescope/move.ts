import type { Core } from '../core'
import { type Dot, encodeRecord, type NewEntry, type RecordBody, readKey, recordKey, type Version } from '../model'
import { bodyToRevise, parentsFor } from '../model/revise'
import { recordIdOf, stringToRecordId } from '../reading/record-id'
import { versionId } from '../reading/to-record'
import { newPrivateToken, referencesFor } from '../record/references'
import { signature } from '../signature'
import type { Space } from '../space/space'
import { auditEntry } from './audit'
import { type Pace, settle } from './batch'
import { renamed } from './carried'

/** What is carried of one key. */
export interface Carried {
  readonly key: string
  readonly versions: readonly Version[]
  /** the key it comes to stand under; the fact's own, else that of a new record, when left out */
  readonly under?: string
  /** what the first of them supersedes there */
  readonly over?: readonly Dot[]
  /** the version that stands for it there already, by id: an earlier move was cut off */
  readonly there?: string
}

interface MoveOptions {
  readonly token: string
  readonly reason: string | undefined
  readonly undoes?: string
  readonly pace: Pace
  /** what a version says in the other space */
  readonly change: (body: RecordBody, version: Version) => RecordBody
}

/**
 * Writes records into another space and, once they are safe there, closes them where they were, with a word of where they
 * are. A process that ends in between leaves them in both; moving them again closes the first.
 *
 * @returns the id of each in the other space
 */
export async function move(
  core: Core,
  from: Space,
  to: Space,
  carried: readonly Carried[],
  { token, reason, undoes, pace: asked, change }: MoveOptions,
): Promise<string[]> {
  // Nothing is closed here before it is safe there.
  const pace = { ...asked, consistency: asked.consistency ?? (core.connection ? 'relay' : 'local') } as const
  const next = to.nextDot()
  // The audit's own line comes first.
  let clock = next.clock + 1
  const entries: NewEntry[] = []
  const arrived = carried.map(each => {
    if (each.there !== undefined) return each.there
    const first = { client: next.client, clock }
    const made = arriving(core, to, each, first, change)
    clock += made.length
    entries.push(...made)
    return recordIdOf(to, { client: next.client, clock: clock - 1 })
  })
  const isPublic = (space: Space, other: Space) => space.visibility === 'private' || other.visibility === 'shared'
  const line = (space: Space, other: Space, did: 'arrived' | 'left', list: readonly NewEntry[], before: Dot[] = []) => {
    const { client, clock: start } = space.nextDot()
    const dots = [...before, ...list.map((_, n) => ({ client, clock: start + 1 + n }))]
    const known = isPublic(space, other) && { other: other.name }
    return auditEntry(core, space, token, { did, records: carried.length, dots, ...known, undoes }, reason)
  }
  // What an earlier move that was cut off wrote there counts as this one's, which is what is undone.
  const earlier = carried.flatMap(each => (each.there === undefined ? [] : arrivedBefore(from, to, each.there, each)))
  await settle(core, to, [line(to, from, 'arrived', entries, earlier), ...entries], pace)
  // What was sent under an id that is somebody else's by now stands under another.
  const there = arrived.map(id => recordIdOf(to, to.replica.presentDot(stringToRecordId(id)!.dot)))
  const meanings = there.map(id => (isPublic(from, to) ? id : newPrivateToken(core, [id])))
  const start = from.nextDot()
  const tombstones = carried.map(({ key, versions }, n) => {
    const dot = { client: start.client, clock: start.clock + 1 + n }
    const { kind, scope } = bodyToRevise(versions.at(-1)!.entry)
    const payload = encodeRecord({
      ...{ type: 'tombstone', kind, content: '', tags: [], derivedFrom: [], status: 'plain' },
      ...signature(core, scope.run),
      ...(reason !== undefined && { reason: core.gate.cleaned('the reason', reason) }),
      movedTo: meanings[n]!,
    })
    return {
      key,
      parents: parentsFor(
        versions.map(({ entry }) => entry),
        dot,
      ),
      payload,
    }
  })
  await settle(core, from, [line(from, to, 'left', tombstones), ...tombstones], pace)
  return there
}

/** Where the versions of a key stand that an earlier move brought. */
function arrivedBefore(from: Space, to: Space, there: string, { versions }: Carried): Dot[] {
  const ids = new Set<unknown>(versions.map(version => versionId(from, version)))
  const entries = to.index.entriesOf(to.index.get(stringToRecordId(there)!.dot)?.key ?? '')
  return entries.filter(entry => ids.has(bodyToRevise(entry).origin?.id)).map(({ dot }) => dot)
}

function arriving(
  core: Core,
  to: Space,
  { key, versions, under, over = [] }: Carried,
  first: Dot,
  change: MoveOptions['change'],
): NewEntry[] {
  const { author } = signature(core, undefined)
  const target = under ?? (readKey(key)?.type === 'fact' ? key : recordKey(first))
  return renamed(versions, first).map(({ parents }, n) => {
    const version = versions[n]!
    const { gate, ...body } = change(bodyToRevise(version.entry), version)
    const derivedFrom = referencesFor(core, to, body.derivedFrom)
    // What it was like is in the space that it leaves, and is not told here.
    const kept = gate?.redacted && { gate: { redacted: gate.redacted } }
    const payload = encodeRecord({ ...body, author, derivedFrom, ...kept })
    return { key: target, parents: [...over, ...parents], payload }
  })
}

/** Where a version was, as its next place tells. */
export function originOf(space: Space, version: Version): Pick<RecordBody, 'origin'> {
  return version.author ? { origin: { id: versionId(space, version), author: version.author } } : {}
}
