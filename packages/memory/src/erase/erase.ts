import { abortable } from '../abortable'
import type { Core } from '../core'
import { guarded } from '../guarded'
import { checked } from '../input/input'
import { newLine } from '../ledger/line'
import { compareTimestamps, type Dot, type Entry, inTurns, ledgerKey, readKey, validationKey } from '../model'
import { clocksOf, erasureToValue, keyHash, mayErase } from '../model/erasure'
import { erasurePath } from '../model/erasure-line'
import { idsOfToken, isPrivateToken, tokenKey } from '../reading/private-token'
import { recordIdOf } from '../reading/record-id'
import type { Space } from '../space/space'
import type { Write } from '../sync'
import { confirmersIn } from './confirmation'

import { fallenOf } from './fallen'
import { type Erasable, type EraseOptions, erasable, eraseOptions } from './input'
import { type ErasureReceipt, receiptOf } from './receipt'
import { selectionOf } from './selection'

/** What `memory.erase` did, or with `dryRun` would do. Frozen. */
export interface ErasureReport {
  /** Ids of the versions that are erased. */
  readonly erased: readonly string[]
  /** Ids of versions that are somebody else's: only their author or a curator can erase them. */
  readonly kept: readonly string[]
  /** Ids of records that were made from erased ones and are not erased with them. */
  readonly derived: readonly string[]
  /** Where each part of the erasure stands; `memory.erasures()` tells later. */
  readonly receipts: readonly ErasureReceipt[]
}

/** What one line of the ledger says is erased. */
interface Part {
  readonly space: Space
  readonly keys: readonly string[]
  /** with the first versions of records */
  readonly dots: readonly Dot[]
  /** those of them that did not stand */
  readonly fallen: readonly Dot[]
}

/** So many keys share one line of the ledger, which holds 64 kB. */
const keysOfLine = 500

export function erase(core: Core, what: Erasable, options: EraseOptions = {}): Promise<ErasureReport> {
  return guarded(core, 'erase', async () => {
    const { agent } = core.identity
    const asked = checked(erasable, what, agent, 'erase', 'a selection')
    const { reason, dryRun, signal } = checked(eraseOptions, options, agent, 'erase')
    signal?.throwIfAborted()
    await core.erasures.ready()
    const parts: Part[] = []
    const erased: string[] = []
    const kept: string[] = []
    for (const [space, keys] of await selectionOf(core, asked)) {
      const list = [...keys].flatMap(key => withFindings(space, key))
      for (let from = 0; from < list.length; from += keysOfLine) {
        const slice = list.slice(from, from + keysOfLine)
        const entries = slice.flatMap(key => space.index.entriesOf(key))
        const dots: Dot[] = []
        await inTurns(entries, core.pause, entry => {
          if (reaches(core, space, entry)) {
            erased.push(recordIdOf(space, entry.dot))
            dots.push(entry.dot)
            // Readers find an erasure by the record's first version, which may be compacted, or somebody else's and stay.
            const name = readKey(entry.key)
            if (name?.type === 'record') dots.push(name.dot)
          } else kept.push(recordIdOf(space, entry.dot))
        })
        const fallen: Dot[][] = []
        for (const key of slice) fallen.push(await fallenOf(core, space, key))
        if (dots.length > 0) parts.push({ space, keys: slice, dots, fallen: fallen.flat() })
      }
    }
    await core.projection.whole()
    const derived = await derivedFrom(core, new Set(erased))
    const receipts = dryRun ? [] : await carryOut(core, parts, reason, signal)
    return Object.freeze({
      erased: Object.freeze(erased),
      kept: Object.freeze(kept),
      derived: Object.freeze(derived),
      receipts: Object.freeze(receipts),
    })
  })
}

/** Where every erasure of the open spaces stands, oldest first. */
export function erasures(core: Core): Promise<ErasureReceipt[]> {
  return guarded(core, 'erasures', async () => {
    await core.erasures.ready()
    return core.ledger
      .spaces()
      .flatMap(space => {
        const confirmers = confirmersIn(core, space)
        return [...core.erasures.of(space)].map(([id, each]) => receiptOf(core, space, id, each, confirmers))
      })
      .sort((a, b) => a.time.getTime() - b.time.getTime())
  })
}

async function carryOut(
  core: Core,
  parts: readonly Part[],
  reason: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ErasureReceipt[]> {
  const written: { space: Space; id: string; line: Write }[] = []
  for (const { space, keys, dots, fallen } of parts) {
    const id = core.randomName()
    const salt = saltOf(core, space)
    const hashes = keys.filter(key => readKey(key)?.type !== 'record').map(key => keyHash(salt, key))
    const value = erasureToValue({ salt, dots: clocksOf(dots), keys: new Set(hashes), fallen: clocksOf(fallen) })
    const entry = newLine(core, space, ledgerKey(erasurePath(id)), value, { reason })
    const line = space.append([entry])
    await line.reached('local', { signal })
    written.push({ space, id, line })
  }
  for (const space of new Set(parts.map(part => part.space))) await abortable(settledOrAway(core, space), signal)
  // Rejects with what the relay said.
  for (const { line } of written) if (line.refusal) await line.reached('relay')
  return written.flatMap(({ space, id }) => {
    const erasure = core.erasures.of(space).get(id)
    return erasure ? [receiptOf(core, space, id, erasure)] : []
  })
}

/** It is carried out, or goes on when the relay is back: that may be away, or go away at any time. */
async function settledOrAway({ connection, erasing }: Core, space: Space): Promise<void> {
  const settled = erasing.settle(space)
  if (!connection || space.visibility === 'private') return settled
  let stop = () => {}
  const away = new Promise<void>(resolve => {
    stop = connection.status.subscribe(({ state }) => {
      if (state !== 'online') resolve()
    })
  })
  return Promise.race([settled.then(() => heard(space)), away]).finally(stop)
}

/** What validators found goes with what they found it of: it may quote it. Of a fact also what is yet to come; a record tells by itself. */
function withFindings(space: Space, key: string): string[] {
  const type = readKey(key)?.type
  const found = validationKey(key)
  return type === 'fact' || (type === 'record' && space.index.countOf(found) > 0) ? [key, found] : [key]
}

/** Whoever may only read deletes nothing that the relay would answer: the line itself is refused. */
async function heard(space: Space): Promise<void> {
  if (!space.replica.rights.has('append')) await space.flush('relay').catch(() => {})
}

/** A space keeps to one salt, so that readers hash a key once, however much was erased. */
function saltOf(core: Core, space: Space): string {
  const [first] = [...core.erasures.of(space).values()].sort((a, b) => compareTimestamps(a.time, b.time))
  return first?.salt ?? core.randomName()
}

function reaches(core: Core, space: Space, { dot }: Entry): boolean {
  const { agent, user } = core.identity
  return mayErase({ agent, ...(user && { user }) }, space.authorOf(dot.client), core.mayCurate)
}

/** What a source means here: what was promoted names a token. */
function idsOf({ pool }: Core, source: string): readonly string[] {
  if (!isPrivateToken(source)) return [source]
  const spaces = pool.loaded().filter(({ visibility }) => visibility === 'private')
  return spaces.flatMap(space => idsOfToken(space, tokenKey(source)) ?? [])
}

async function derivedFrom(core: Core, erased: ReadonlySet<string>): Promise<string[]> {
  const derived: string[] = []
  const isErased = (source: string) => idsOf(core, source).some(id => erased.has(id))
  await inTurns(core.projection.live(), core.pause, ({ record: { id, derivedFrom: sources } }) => {
    if (!erased.has(id) && sources.some(isErased)) derived.push(id)
  })
  return derived
}
