import { rangeOf, storageKey } from '@commonplace/storage'
import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import type { Core } from '../core'
import { type Dot, decodeRecord, dotToString, inTurns } from '../model'
import { idsOfToken, isPrivateToken, tokenKey } from '../reading/private-token'
import { stringToRecordId } from '../reading/record-id'
import type { Space } from '../space/space'
import { auditIn } from './audit'
import { promotionArea as area } from './promotion-area'
import { writeDown } from './write-down'

/** A batch of a promotion that is under way. */
interface Begun {
  readonly session: string
  readonly token: string
  readonly from: string
  readonly to: string
  /** when it began, ms since 1970 */
  readonly at: number
  readonly versions: readonly string[]
  readonly reason?: string | undefined
}

/** On this device's disk when it resolves. @returns what takes the note away again */
export async function noteBegun(core: Core, begun: Omit<Begun, 'session' | 'at'>): Promise<() => Promise<void>> {
  const key = storageKey(area, core.randomName())
  const note: Begun = { ...begun, session: core.session, at: core.now() }
  await core.storage.commit([{ put: key, value: encodeUtf8(JSON.stringify(note)) }])
  return () => core.storage.commit([{ delete: key }])
}

/** Writes down what a process promoted that ended before it could. */
export async function finishPromotions(core: Core): Promise<void> {
  const begun: { key: Uint8Array; note: Begun }[] = []
  for await (const { key, value } of core.storage.range(...rangeOf(area)))
    begun.push({ key, note: JSON.parse(decodeUtf8(value)) as Begun })
  for (const { key, note } of begun) {
    if (note.session === core.session || !core.catalog.get(note.from) || !core.catalog.get(note.to)) continue
    await core.pool.using(note.from, from => core.pool.using(note.to, to => finish(core, from, to, note)))
    await core.storage.commit([{ delete: key }])
  }
}

async function finish(core: Core, from: Space, to: Space, note: Begun): Promise<void> {
  const { token, reason } = note
  const copies = await copiesIn(core, from, to, note)
  const [arrived, shared] = [toldIn(core, to, token), toldIn(core, from, token)]
  const made = [...copies.values()].filter(dot => !arrived.has(dotToString(dot)))
  const sources = [...copies.keys()].map(id => stringToRecordId(id)!.dot).filter(dot => !shared.has(dotToString(dot)))
  await writeDown(core, from, to, { token, reason, made, sources })
}

/** The first that this store wrote of each version since, by the version. */
async function copiesIn(core: Core, from: Space, to: Space, { at, versions }: Begun): Promise<Map<string, Dot>> {
  const wanted = new Set(versions)
  const copies = new Map<string, Dot>()
  const meant = (id: string) => (isPrivateToken(id) ? (idsOfToken(from, tokenKey(id))?.[0] ?? id) : id)
  await inTurns(to.index.keys(), core.pause, key => {
    for (const { dot, payload } of to.index.entriesOf(key)) {
      if (!to.replica.isOwn(dot.client)) continue
      const record = decodeRecord(payload)
      if (!record.ok || record.body.time.ms < at) continue
      const source = record.body.derivedFrom.map(meant).find(id => wanted.has(id))
      if (source !== undefined && dot.clock < (copies.get(source)?.clock ?? Infinity)) copies.set(source, dot)
    }
  })
  return copies
}

function toldIn(core: Core, space: Space, token: string): Set<string> {
  return new Set([...auditIn(core, space, token)].flatMap(({ line }) => line.dots.map(dotToString)))
}
