import { rangeOf, storageKey } from '@commonplace/storage'
import { decodeUtf8, encodeUtf8 } from 'lib0/string'
import type { Core } from '../core'
import { type Dot, dotToString } from '../model'
import { stringToRecordId } from '../reading/record-id'
import type { Space } from '../space/space'
import { auditIn } from './audit'
import { copiesOf } from './copies'
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

async function finish(core: Core, from: Space, to: Space, { token, reason, at, versions }: Begun): Promise<void> {
  core.projection.settle()
  const [arrived, shared] = [toldIn(core, to, token), toldIn(core, from, token)]
  const [made, sources]: [Dot[], Dot[]] = [[], []]
  for (const version of versions) {
    const since = copiesOf(core, from, to, version).filter(({ dot, ms }) => ms >= at && to.replica.isOwn(dot.client))
    // The first of them: others may have been made of it by hand.
    const [copy] = since.sort((a, b) => a.dot.clock - b.dot.clock)
    if (!copy) continue
    const { dot } = stringToRecordId(version)!
    if (!arrived.has(dotToString(copy.dot))) made.push(copy.dot)
    if (!shared.has(dotToString(dot))) sources.push(dot)
  }
  await writeDown(core, from, to, { token, reason, made, sources })
}

function toldIn(core: Core, space: Space, token: string): Set<string> {
  return new Set([...auditIn(core, space, token)].flatMap(({ line }) => line.dots.map(dotToString)))
}
