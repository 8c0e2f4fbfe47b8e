import { storageKey } from '../key'
import type { Key, Operation, Storage } from '../storage'
import { assert, assertEqual } from './assert'
import { bytes, type Case, type CrashablePlace, entriesOf } from './case'

const last: Key = storageKey('last')
const batchesKept = 6
const commitsInFlight = 4
const entriesOfBatch = 3

const batchRange = (from: number, to: number) => [storageKey('batch', from), storageKey('batch', to)] as const

// Small and large values, so that a batch may or may not fit into a page of the adapter.
function contentOf(batch: number, entry: number): Uint8Array {
  return new Uint8Array((batch * 7919 + entry * 104729) % 20_000).fill(batch)
}

/** Puts some entries, drops an old batch, counts: what a crash must leave in full or not at all. */
function operationsOf(batch: number): Operation[] {
  const puts = Array.from({ length: entriesOfBatch }, (_, entry) => ({
    put: storageKey('batch', batch, entry),
    value: contentOf(batch, entry),
  }))
  const dropped = Math.max(0, batch - batchesKept)
  return [...puts, { deleteRange: batchRange(0, dropped + 1) }, { put: last, value: bytes(String(batch)) }]
}

async function lastBatch(storage: Storage): Promise<number> {
  const value = await storage.get(last)
  return value ? Number(new TextDecoder().decode(value)) : 0
}

/**
 * Commits numbered batches, several at once, and goes on from the number it finds. Run it where a process or a page can
 * be killed, then check what is left with `verifyAfterCrash`.
 *
 * @param acknowledge called with the number of each batch whose commit resolved; must leave the process before a crash
 * @param until stops after this batch
 */
export async function writeUntilCrash(storage: Storage, acknowledge: (batch: number) => void, until = Infinity) {
  let next = (await lastBatch(storage)) + 1
  async function write() {
    while (next <= until) {
      const batch = next++
      await storage.commit(operationsOf(batch))
      acknowledge(batch)
    }
  }
  await Promise.all(Array.from({ length: commitsInFlight }, write))
}

/**
 * Checks a store in which `writeUntilCrash` was killed: every acknowledged batch is there, every batch is there in full
 * or not at all, and no batch without those before it.
 *
 * @param acknowledged the highest number that was acknowledged, 0 when none was
 * @returns the number of the last batch found
 */
export async function verifyAfterCrash(storage: Storage, acknowledged: number): Promise<number> {
  const found = await lastBatch(storage)
  assert(found >= acknowledged, `batch ${acknowledged} was acknowledged, but the store ends at batch ${found}`)
  const first = Math.max(1, found - batchesKept + 1)
  const expected: Uint8Array[][] = []
  for (let batch = first; batch <= found; batch++) {
    for (let entry = 0; entry < entriesOfBatch; entry++) {
      expected.push([storageKey('batch', batch, entry), contentOf(batch, entry)])
    }
  }
  const entries = await entriesOf(storage, batchRange(0, Number.MAX_SAFE_INTEGER))
  assertEqual(
    entries.map(({ key, value }) => [key, value]),
    expected,
    `the batches up to ${found}`,
  )
  return found
}

export const crashCases: readonly Case<CrashablePlace>[] = [0, 1, 2, 3, 5, 8, 13].map(steps => ({
  title: `a crash after ${steps} acknowledged commits keeps those, and no batch in part`,
  async run(place) {
    let acknowledged = 0
    for (let round = 0; round < 3; round++) {
      const storage = await place.open()
      const goal = acknowledged + steps
      await new Promise<void>(resolve => {
        if (steps === 0) resolve()
        // The writer never ends by itself: the crash takes its storage away.
        writeUntilCrash(storage, batch => {
          acknowledged = Math.max(acknowledged, batch)
          if (acknowledged >= goal) resolve()
        }).catch(() => {})
      })
      await place.crash(storage)
      const again = await place.open()
      acknowledged = await verifyAfterCrash(again, acknowledged)
      await again.close()
    }
  },
}))
