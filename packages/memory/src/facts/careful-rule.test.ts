import { expect, test } from 'vitest'
import type { ConflictRule, Memory } from '../index'
import { open, relayUrl } from '../open.fixture'

/** Two agents that claim different things without seeing each other, one of which chooses by a rule. */
async function dispute(conflicts: ConflictRule): Promise<Memory> {
  const relay = await relayUrl()
  const [memory, other] = [await open('a', { relay, conflicts }), await open('b', { relay })]
  await Promise.all([memory.sync.flush('relay'), other.sync.flush('relay')])
  other.sync.pause()
  await memory.facts.assert('order/42', 'shipped', { consistency: 'relay' })
  await other.facts.assert('order/42', 'processing')
  other.sync.resume()
  await other.sync.flush('relay')
  await memory.get('team.0.1.0', { maxStaleness: 0 })
  return memory
}

const faulty: [string, ConflictRule][] = [
  [
    'throws',
    () => {
      throw new Error('no rule for this')
    },
  ],
  ['is async', (async () => Promise.reject(new Error('later'))) as never],
  ['returns what it was not given', (() => 'shipped') as never],
]

test.each(faulty)(
  'a rule that %s hides no conflict: nothing is chosen, both sides are seen, and it is told',
  async (_, rule) => {
    const errors: unknown[] = []
    const memory = await dispute(rule)
    memory.on('error', ({ during }) => errors.push(during))
    const fact = await memory.facts.get('order/42')
    expect(fact).toMatchObject({ settled: false, value: undefined })
    expect(fact?.sides.map(({ value }) => value).sort()).toEqual(['processing', 'shipped'])
    await memory.facts.assert('order/42', 'delivered')
    await memory.facts.get('order/42')
    expect(new Set(errors)).toEqual(new Set(['conflicts']))
  },
)
