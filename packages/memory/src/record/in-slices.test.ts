import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Core } from '../core'
import { erase } from '../erase/erase'
import { openMemory } from '../index'
import { dependents } from './dependents'
import { history } from './history'

test('what lists all versions of a record, or all that was made from it, pauses after each', async () => {
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  let pauses = 0
  const pause = async () => void pauses++
  const core: Core = Object.create((memory as unknown as { readonly core: Core }).core, { pause: { value: pause } })
  const fact = await memory.facts.assert('lamp', 0)
  for (let n = 1; n < 30; n++) await memory.facts.assert('lamp', n)
  expect((await history(core, fact.record.id)).map(({ value }) => value)).toEqual(
    Array.from({ length: 30 }, (_, n) => n),
  )
  expect(pauses).toBeGreaterThanOrEqual(60)
  const root = await memory.add('The lamp is broken')
  for (let n = 0; n < 30; n++) await memory.add(`It needs part ${n}`, { derivedFrom: [root.id] })
  pauses = 0
  expect((await dependents(core, root.id)).agents).toEqual([{ agent: 'ada', count: 30 }])
  expect(pauses).toBeGreaterThanOrEqual(30)
  await memory.close()
})

const verbs: Record<string, (core: Core, id: string) => Promise<unknown>> = {
  history,
  erase: (core, id) => erase(core, { ids: [id] }, { dryRun: true }),
}

test.each(Object.entries(verbs))('%s decodes the versions of a record in turns', async (_, run) => {
  const memory = await openMemory({ agent: { id: 'ada' }, storage: memoryStorage() })
  onTestFinished(() => memory.close())
  const { record } = await memory.facts.assert('lamp', 0)
  for (let n = 1; n < 200; n++) await memory.facts.assert('lamp', n)
  const decoding = vi.spyOn(JSON, 'parse')
  onTestFinished(() => decoding.mockRestore())
  let most = 0
  const pause = async () => {
    most = Math.max(most, decoding.mock.calls.length)
    decoding.mockClear()
  }
  const core = (memory as unknown as { readonly core: Core }).core
  await run(Object.create(core, { pause: { value: pause } }), record.id)
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(20)
})
