import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { openMemory } from '../open-memory'

test.each([
  ['search', {}],
  ['search', { asOf: new Date(0) }],
  ['getAll', {}],
  ['getAll', { asOf: new Date(0) }],
] as const)(
  '%s with %j that its memory closes under rejects or answers, and is never empty for want of an open space',
  async (verb, options) => {
    const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
    await memory.add('the lamp in the hall', { validFrom: new Date(-1) })
    const asked = verb === 'search' ? memory.search('lamp', options) : memory.getAll(options)
    const outcome = asked.then(
      found => found.length,
      error => error.code,
    )
    await memory.close()
    expect(['closed', 1]).toContain(await outcome)
  },
)
