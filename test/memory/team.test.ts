import type { Memory } from '@commonplace/memory'
import { expect, test } from 'vitest'
import { teamOfEachTest, untilSeen } from '../fixtures/memories'

const team = teamOfEachTest()
const { open } = team

async function contents(memory: Memory): Promise<string[]> {
  return (await memory.getAll({ scope: 'all' })).map(({ content }) => content).sort()
}

test('what one agent adds the other finds, and the relay has it on disk', async () => {
  const [support, billing] = [await open('support'), await open('billing')]
  const record = await support.add('Ada prefers e-mail to phone calls', { consistency: 'relay' })
  expect(record.durability).toBe('relay')
  await untilSeen(billing, async () => (await billing.search('how to contact Ada?')).length > 0)
  const [hit] = await billing.search('how to contact Ada?')
  expect(hit?.record).toMatchObject({ id: record.id, author: { agent: 'support' }, durability: 'relay' })
})

test('what is written in knowledge of another agent’s record is later, however slow the clock', async () => {
  const hour = 3_600_000
  const [fast, slow] = [await open('fast', { clock: () => Date.now() + hour }), await open('slow')]
  const first = await fast.add('Order 42 is packed', { consistency: 'relay' })
  await untilSeen(slow, async () => (await contents(slow)).length > 0)
  const second = await slow.add('Order 42 has left')
  const seen = (await slow.get(first.id))!
  expect(second.time.getTime()).toBeGreaterThanOrEqual(seen.time.getTime())
  expect(seen.time.getTime()).toBeLessThan(first.time.getTime())
  expect((await slow.getAll({ scope: 'all' })).map(({ id }) => id)).toEqual([first.id, second.id])
  expect(slow.sync.status.value.skewMs).toBeGreaterThan(hour / 2)
  expect(fast.sync.status.value.skewMs).toBe(0)
})

test('two agents of a tenant who open a space of one name mean the same one; another tenant does not', async () => {
  const [support, billing] = [await open('support'), await open('billing')]
  const stranger = await open('stranger', { tenant: 'elsewhere' })
  for (const memory of [support, billing, stranger]) await memory.spaces.open('orders')
  await support.add('Order 42 is packed', { space: 'orders', consistency: 'relay' })
  await untilSeen(billing, async () => (await contents(billing)).length > 0)
  await stranger.add('nothing to see', { consistency: 'relay' })
  expect(await contents(stranger)).toEqual(['nothing to see'])
})

test('a private space is listed and known to nobody else', async () => {
  const [support, billing] = [await open('support'), await open('billing')]
  await support.add('The customer is angry', { space: 'notes' })
  await support.add('Order 42 is packed', { consistency: 'relay' })
  await untilSeen(billing, async () => (await contents(billing)).length > 0)
  expect(await contents(billing)).toEqual(['Order 42 is packed'])
  await expect(support.sync.flush('relay')).resolves.toBeUndefined()
  expect(support.sync.status.value.spaces.notes?.state).toBe('private')
})

test('reads default to the bound user and app plus unscoped records; widening is explicit', async () => {
  const forAda = await open('support', { agent: { id: 'support', user: 'ada' } })
  const forBob = await open('billing', { agent: { id: 'billing', user: 'bob' } })
  const team = await open('team')
  await forAda.add('Ada collects stamps', { consistency: 'relay' })
  await forBob.add('Bob collects coins', { consistency: 'relay' })
  await team.add('Everybody collects something', { consistency: 'relay' })
  await untilSeen(forBob, async () => (await contents(forBob)).length === 3)
  expect((await forBob.getAll()).map(({ content }) => content).sort()).toEqual([
    'Bob collects coins',
    'Everybody collects something',
  ])
  expect((await forBob.search('who collects stamps?')).map(({ record }) => record.scope.user)).not.toContain('ada')
  expect((await forBob.search('who collects stamps?', { scope: 'all' }))[0]?.record.scope.user).toBe('ada')
})

test('agents that did not see each other disagree: the same sides everywhere, until one resolves', async () => {
  const [support, fulfilment] = [await open('support'), await open('fulfilment')]
  support.sync.pause()
  await support.facts.assert('order/42/status', 'processing', { confidence: 0.6 })
  await fulfilment.facts.assert('order/42/status', 'shipped', { confidence: 0.9, consistency: 'relay' })
  const conflict = new Promise(resolve => support.on('conflict', resolve))
  support.sync.resume()
  await conflict
  await support.sync.flush('relay')
  await untilSeen(fulfilment, async () => (await fulfilment.facts.conflicts()).length === 1)

  const sides = async (memory: Memory) => (await memory.facts.get('order/42/status'))?.sides
  expect(await sides(support)).toEqual(await sides(fulfilment))
  expect((await sides(support))?.map(({ value, author }) => [value, author.agent])).toEqual([
    ['processing', 'support'],
    ['shipped', 'fulfilment'],
  ])
  expect((await support.facts.get('order/42/status'))?.value).toBe('shipped')

  await support.facts.assert('order/42/status', 'packed')
  expect((await sides(support))?.map(({ value }) => value)).toEqual(['shipped', 'packed'])

  const shipped = (await sides(support))?.find(({ value }) => value === 'shipped')
  await support.facts.resolve('order/42/status', { side: shipped?.id ?? '' }, { consistency: 'relay' })
  await untilSeen(fulfilment, async () => (await fulfilment.facts.get('order/42/status'))?.settled === true)
  expect(await fulfilment.facts.get('order/42/status')).toMatchObject({ value: 'shipped', settled: true })
  expect((await fulfilment.history((await fulfilment.facts.get('order/42/status'))?.record.id ?? '')).length).toBe(4)
})

test('a fact that one retracts while another changes it can be settled as retracted', async () => {
  const [support, fulfilment] = [await open('support'), await open('fulfilment')]
  const key = 'order/42/status'
  const { record } = await support.facts.assert(key, 'packed', { consistency: 'relay' })
  await untilSeen(fulfilment, async () => (await fulfilment.facts.get(key)) !== undefined)
  for (const memory of [support, fulfilment]) memory.sync.pause()
  await support.retract(record.id, 'cancelled by phone')
  await fulfilment.facts.assert(key, 'shipped')
  for (const memory of [support, fulfilment]) memory.sync.resume()
  await untilSeen(support, async () => (await support.facts.conflicts()).length === 1)
  const side = (await support.facts.get(key))?.sides.find(({ retracted }) => retracted)
  expect(await support.facts.resolve(key, { side: side?.id ?? '' }, { consistency: 'relay' })).toBeUndefined()
  await untilSeen(fulfilment, async () => (await fulfilment.facts.get(key)) === undefined)
  expect(await fulfilment.facts.conflicts()).toEqual([])
})

test('a fact that one retracts while another changes it is settled by a third value, which stands on its own grounds', async () => {
  const [support, fulfilment] = [await open('support'), await open('fulfilment')]
  const key = 'order/42/status'
  const { record } = await support.facts.assert(key, 'packed', { tags: ['orders'], consistency: 'relay' })
  await untilSeen(fulfilment, async () => (await fulfilment.facts.get(key)) !== undefined)
  for (const memory of [support, fulfilment]) memory.sync.pause()
  await support.retract(record.id, 'cancelled by phone')
  await fulfilment.facts.assert(key, 'shipped', { confidence: 0.9, validTo: '2030-01-01', tags: ['orders'] })
  for (const memory of [support, fulfilment]) memory.sync.resume()
  await untilSeen(support, async () => (await support.facts.conflicts()).length === 1)
  expect((await support.facts.get(key))?.sides.map(({ retracted }) => retracted).sort()).toEqual([false, true])

  const resolved = await support.facts.resolve(key, { value: 'returned' }, { consistency: 'relay' })
  expect(resolved).toMatchObject({ settled: true, value: 'returned', record: { tags: ['orders'] } })
  expect(resolved?.chosen?.confidence).toBeUndefined()
  expect(resolved?.chosen?.validTo).toBeUndefined()
  await untilSeen(fulfilment, async () => (await fulfilment.facts.get(key))?.value === 'returned')
})

test('a plain record is superseded by its author or a curator; another agent leaves it as it is', async () => {
  const curators = ['editor']
  const [author, other, editor] = await Promise.all(['author', 'other', 'editor'].map(id => open(id, { curators })))
  const record = await author!.add('The museum opens at nine', { consistency: 'relay' })
  await untilSeen(other!, async () => (await contents(other!)).length === 1)
  await untilSeen(editor!, async () => (await contents(editor!)).length === 1)
  await expect(other!.update(record.id, { content: 'The museum opens at ten' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await editor!.update(record.id, { content: 'The museum opens at half past nine', consistency: 'relay' })
  await untilSeen(author!, async () => (await contents(author!))[0] === 'The museum opens at half past nine')
  expect((await author!.get(record.id))?.author.agent).toBe('editor')
})

test('an agent that was away keeps writing, returns, and nothing is lost or pending', async () => {
  const [support, billing] = [await open('support'), await open('billing')]
  support.sync.pause()
  for (let i = 0; i < 50; i++) await support.add(`offline ${i}`)
  for (let i = 0; i < 50; i++) await billing.add(`online ${i}`)
  expect(support.sync.status.value.pending).toBe(50)
  expect((await support.getAll())[0]?.durability).toBe('local')
  support.sync.resume()
  await support.sync.flush('relay')
  await untilSeen(billing, async () => (await contents(billing)).length === 100)
  await untilSeen(support, async () => (await contents(support)).length === 100)
  expect(await contents(support)).toEqual(await contents(billing))
  expect(support.sync.status.value).toMatchObject({ pending: 0, refused: 0, synced: true })
})

test('listeners hear when records are on disk at the relay, and a memory opened paused sends nothing before it resumes', async () => {
  const support = await open('support', { relay: { url: team.relay.url, paused: true } })
  const billing = await open('billing')
  const record = await support.add('Order 42 is packed')
  await billing.add('Invoice 42 is paid', { consistency: 'relay' })
  expect(support.sync.status.value).toMatchObject({ connection: 'paused', pending: 1 })
  expect(await contents(billing)).toEqual(['Invoice 42 is paid'])
  const durable = new Promise<readonly string[]>(resolve => support.on('durable', ({ ids }) => resolve(ids)))
  support.sync.resume()
  expect(await durable).toEqual([record.id])
  expect(record.durability).toBe('relay')
})

test('the longest key and the most parents that the library allows pass the relay', async () => {
  const [support, billing] = [await open('support'), await open('billing')]
  const key = 'ä'.repeat(128)
  await support.facts.assert(key, 'long', { consistency: 'relay' })
  await untilSeen(billing, async () => (await billing.facts.get(key))?.value === 'long')
  await expect(support.facts.assert(`${key}x`, 'too long')).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a registration that closing cuts short says so', async () => {
  const memory = await open('ada')
  const registering = memory.team.register({ description: 'answers what others ask' })
  const ended = expect(registering).rejects.toMatchObject({ code: 'closed' })
  await memory.close()
  await ended
})
