import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { Random } from '../model/property/random.fixture'
import { openMemory } from '../open-memory'

const day = 86_400_000
const keep = 30
const keys = ['a', 'b', 'c']

test('what is read as of a time within the retention is the same before a compaction and after it, and so is what holds now', async () => {
  let dropped = 0
  for (let seed = 1; seed <= 15; seed++) {
    const random = new Random(seed)
    let now = Date.parse('2026-01-01')
    const memory = await openMemory({
      agent: { id: 'ada' },
      spaces: { notes: 'private' },
      storage: memoryStorage(),
      clock: () => now,
      retention: [{ keep: `${keep}d` }],
    })
    const iso = (ms: number) => new Date(ms).toISOString()
    for (let step = 0; step < 40; step++) {
      now += Math.floor(random.next() * 4 * day)
      const from = now + Math.floor((random.next() - 0.3) * 20 * day)
      const validity = random.chance(0.3)
        ? {
            validFrom: iso(from),
            ...(random.chance(0.6) && { validTo: iso(from + 1 + Math.floor(random.next() * 15 * day)) }),
          }
        : {}
      // A claim that has ended already, or is still to come, is written all the same, and not to be seen.
      await memory.facts.assert(random.pick(keys), step, validity).catch(() => {})
    }
    const times = Array.from({ length: 12 }, () => now - Math.floor(random.next() * keep * day))
    const seen = async () => {
      const values: unknown[] = []
      for (const key of keys) {
        values.push((await memory.facts.get(key))?.value)
        for (const asOf of times) values.push((await memory.facts.get(key, { asOf: iso(asOf) }))?.value)
      }
      return values
    }
    const before = await seen()
    dropped += (await memory.compact()).dropped.length
    expect(await seen(), `seed ${seed}`).toEqual(before)
    await memory.close()
  }
  expect(dropped).toBeGreaterThan(50)
})
