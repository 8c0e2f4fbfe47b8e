import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

const whatever = [
  { checkpoints: [{ space: 'team' }] },
  { checkpoints: [{ kind: 'semantic' as const, among: ['ann'] }] },
  { quarantine: [{ sources: ['agent' as const] }] },
]

test.each(whatever)('runs, tasks, results and cards wait for no validator: %j', async options => {
  const memory = await open('ada', options)
  expect(await memory.add('Order 42 is late', { kind: 'semantic' })).toMatchObject({ quarantined: true })
  expect(await memory.runs.checkpoint('order-42', { packed: 1 })).toMatchObject({ version: 1, held: true })
  expect(await memory.runs.resume('order-42')).toMatchObject({ state: { packed: 1 } })
  expect(await memory.work.tasks.add('report')).toMatchObject({ state: 'open' })
  expect(await memory.work.once('rates', () => 1.08)).toBe(1.08)
  expect(await memory.work.result('rates')).toMatchObject({ value: 1.08 })
  expect(await memory.team.register({ capabilities: ['refund'] })).toMatchObject({ agent: 'ada' })
  expect(await memory.team.find({ capability: 'refund' })).toHaveLength(1)
})

test('a rule on an author holds back its results of work.once, and it is told why it has no runs, tasks and cards', async () => {
  const relay = await relayUrl()
  const quarantine = [{ authors: ['newcomer'] }]
  const [newcomer, ada] = [await open('newcomer', { relay, quarantine }), await open('ada', { relay, quarantine })]
  expect(await newcomer.work.once('rates', () => 'a lie')).toBe('a lie')
  expect(await ada.work.once('rates', () => 1.08)).toBe(1.08)
  const refused = { code: 'forbidden', hint: expect.stringContaining('`quarantine`') }
  await expect(newcomer.runs.checkpoint('order-42', 1)).rejects.toMatchObject(refused)
  await expect(newcomer.runs.resume('order-42')).rejects.toMatchObject(refused)
  await expect(newcomer.work.tasks.add('report')).rejects.toMatchObject(refused)
  await expect(newcomer.team.register({ capabilities: ['refund'] })).rejects.toMatchObject(refused)
  await ada.work.tasks.add('letter')
  await expect.poll(() => newcomer.work.tasks.get('letter')).toBeDefined()
  await expect(newcomer.work.tasks.claim('letter')).rejects.toMatchObject(refused)
})
