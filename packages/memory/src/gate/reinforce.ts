import type { Core } from '../core'
import { CommonplaceError } from '../errors'
import type { AddOptions } from '../input/input'
import { lastLine, linesOf, newLine } from '../ledger/line'
import { pruneLine } from '../ledger/prune'
import { type Json, ledgerKey, recordKey } from '../model'
import { isPlainObject } from '../model/json'
import { recordWith } from '../reading/live-fields'
import type { MemoryRecord } from '../reading/record'
import { stringToRecordId } from '../reading/record-id'
import { placeToId } from '../search-index/place-id'
import type { Space } from '../space/space'
import { reinforcedPath, type SaidAgain } from './said-again'

const day = 86_400_000
/** So many records fit a line of the ledger. */
const mostPublished = 500

/** Counts instead of writing. What was recalled and is said again is an echo: it is not counted either. */
export async function reinforce(
  core: Core,
  space: Space,
  record: MemoryRecord,
  { consistency, signal }: AddOptions,
  isEcho: boolean,
): Promise<MemoryRecord> {
  if (core.gate.options.duplicates === 'refuse')
    throw new CommonplaceError('repeated', `agent "${core.identity.agent}" has written this already, as ${record.id}`, {
      hint: "say what is new, or open with gate: { duplicates: 'reinforce' }",
    })
  signal?.throwIfAborted()
  const place = placeToId(space.name, recordKey(stringToRecordId(record.id)!.dot))
  if (!isEcho) {
    core.reinforcement.note(place, core.now())
    publish(core, space)
  }
  const repeated = core.reinforcement.countOf(place)
  const tier = space.visibility === 'private' ? 'local' : (consistency ?? core.topology.consistency)
  await record.durable(tier, { signal })
  return recordWith(record, { gate: Object.freeze({ ...record.gate, repeated }) })
}

/** Tells the others what was counted here, unless that was done within a day. */
function publish(core: Core, space: Space): void {
  const { reinforcement } = core
  const key = ledgerKey(reinforcedPath, core.identity.agent)
  const told = lastLine(core, space, key)
  if (told && core.now() - told.version.time.ms < day) return
  const sum = new Map(told ? readLine(core, space, key) : [])
  for (const [place, { count, last }] of reinforcement.take(space)) {
    sum.set(place, { count: (sum.get(place)?.count ?? 0) + count, last })
  }
  const kept = [...sum].sort(([, a], [, b]) => b.last - a.last).slice(0, mostPublished)
  const records = kept.map(([place, { count, last }]) => [place.slice(space.name.length + 1), count, last])
  space.append([newLine(core, space, key, { v: 1, records })])
  pruneLine(core, space, key, 1)
  reinforcement.told(space, key, new Map(kept))
}

/** What a line of the ledger says, by place. */
export function readLine(core: Core, space: Space, key: string): Map<string, SaidAgain> {
  return new Map(linesOf(core, space, key).flatMap(({ value }) => recordsIn(value, space.name)))
}

function recordsIn(value: Json, space: string): [place: string, said: SaidAgain][] {
  if (!isPlainObject(value) || value.v !== 1 || !Array.isArray(value.records)) return []
  return (value.records as unknown[]).flatMap((each): [string, SaidAgain][] => {
    if (!Array.isArray(each)) return []
    const [key, count, last] = each as unknown[]
    if (typeof key !== 'string' || !Number.isSafeInteger(count) || !Number.isSafeInteger(last)) return []
    return [[placeToId(space, key), { count: count as number, last: last as number }]]
  })
}
