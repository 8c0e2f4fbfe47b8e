import { rangeOf } from '@commonplace/storage'
import { type MemoryDisk, type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Memory, openMemory } from '../index'

const words = ['harbour', 'violin', 'orange', 'ladder', 'copper', 'meadow', 'winter', 'saddle']

const step = fc.record({
  what: fc.constantFrom('add', 'add', 'add', 'derive', 'propose', 'update', 'retract', 'assert', 'log', 'erase'),
  which: fc.nat(1_000),
  word: fc.nat(words.length - 1),
})

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

const open = (storage: MemoryStorage, from: number) =>
  openMemory({
    agent: { id: 'keeper', run: 'today' },
    spaces: { team: 'shared', notes: 'private' },
    checkpoints: [{ kind: 'procedural' }],
    storage,
    keepIndex: { from, afterMs: 0 },
    clock: () => Date.UTC(2026, 10, 1),
  })

async function run(memory: Memory, steps: readonly Step[], ids: string[], from: number): Promise<void> {
  for (const [at, { what, which, word }] of steps.entries()) {
    const text = `${words[word]} ${words[which % words.length]} ${from + at}`
    const id = ids[which % Math.max(1, ids.length)]
    if (what === 'assert') await memory.facts.assert(`thing/${which % 5}`, text)
    else if (what === 'log') await memory.runs.log('run', text)
    else if (what === 'propose') ids.push((await memory.add(text, { kind: 'procedural' })).id)
    else if (what === 'add' || id === undefined) ids.push((await memory.add(text)).id)
    // What is gone cannot be built on, replaced or retracted.
    else if (what === 'derive')
      await memory.add(text, { derivedFrom: [id] }).then(
        ({ id }) => ids.push(id),
        () => {},
      )
    else if (what === 'update') await memory.update(id, { content: text }).catch(() => {})
    else if (what === 'retract') await memory.retract(id, 'wrong').catch(() => {})
    else if (which % 4 === 0) await memory.erase({ ids: [id] }).catch(() => {})
  }
}

async function seen(memory: Memory): Promise<unknown> {
  const found = []
  for (const word of words) {
    const hits = await memory.search(`which ${word} was it?`, { limit: 50, scope: 'all' })
    found.push(hits.map(({ record, score }) => [record.id, record.content, record.trust, score]))
  }
  const shown = ({ id, content, status, trust, supports }: Awaited<ReturnType<Memory['getAll']>>[number]) => ({
    id,
    content,
    status,
    trust,
    supports,
  })
  const all = await memory.getAll({ scope: 'all', filter: { status: ['plain', 'proposed', 'verified', 'refuted'] } })
  const said = await memory.runs.window('run')
  return [
    found,
    all.map(shown),
    (await memory.facts.list()).map(({ key, value }) => [key, value]),
    said.map(({ id }) => id),
  ]
}

async function isKept(disk: MemoryDisk): Promise<boolean> {
  const storage = memoryStorage({ from: disk.copy() })
  try {
    for await (const { key } of storage.range(...rangeOf('index'))) if (Buffer.from(key).includes('head')) return true
    return false
  } finally {
    await storage.close()
  }
}

test('a memory whose index was kept shows what one shows that reads everything anew', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 12, maxLength: 30 }),
      fc.array(step, { maxLength: 12 }),
      async (before, after) => {
        const ids: string[] = []
        const first = memoryStorage()
        const writer = await open(first, 5)
        await run(writer, before, ids, 0)
        await expect.poll(() => isKept(first.disk), { interval: 2 }).toBe(true)
        await run(writer, after, ids, 100)
        await writer.close()
        const spare = first.disk.copy()
        const cleared = memoryStorage({ from: spare })
        await cleared.commit([{ deleteRange: rangeOf('index') }])
        await cleared.close()
        const [kept, built] = [
          await open(memoryStorage({ from: first.disk }), Number.MAX_SAFE_INTEGER),
          await open(memoryStorage({ from: spare }), Number.MAX_SAFE_INTEGER),
        ]
        try {
          expect(await seen(kept)).toEqual(await seen(built))
        } finally {
          await Promise.all([kept.close(), built.close()])
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 10) },
  )
}, 60_000)
