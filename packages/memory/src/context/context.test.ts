import { memoryStorage } from '@commonplace/storage/memory'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { afterEach, expect, test } from 'vitest'
import { type Memory, type OpenOptions, openMemory } from '../index'

const opened: Memory[] = []
let now = Date.parse('2026-11-20T09:30:00Z')

async function open(options: Partial<OpenOptions> = {}): Promise<Memory> {
  const memory = await openMemory({
    agent: { id: 'support', user: 'ada' },
    storage: memoryStorage(),
    clock: () => now,
    ...options,
  })
  opened.push(memory)
  return memory
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(memory => memory.close()))
})

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .slice(1, -1)
    .map(line => JSON.parse(line))

test('a packet says who, when, how far to be trusted, and where from, for each thing', async () => {
  const memory = await open()
  const record = await memory.add('Ada prefers e-mail to phone calls', { confidence: 0.9 })
  await memory.facts.assert('order/42/status', 'shipped')
  const packet = await memory.context({ query: 'contact Ada about the status of order 42', budget: 400 })
  expect(linesOf(packet.text)).toEqual([
    {
      cite: expect.any(String),
      by: 'support for ada',
      at: '2026-11-20T09:30Z',
      trust: 'plain, confidence 0.9',
      text: 'Ada prefers e-mail to phone calls',
    },
    {
      cite: expect.any(String),
      fact: 'order/42/status',
      by: 'support for ada',
      at: '2026-11-20T09:30Z',
      trust: 'plain',
      text: 'shipped',
    },
  ])
  expect(packet.tokens).toBe(countTokens(packet.text))
  expect(packet.citations).toEqual([
    { cite: linesOf(packet.text)[0]?.cite, id: record.id, space: 'team', authors: [record.author], also: [] },
    expect.objectContaining({ key: 'order/42/status' }),
  ])
  expect((await memory.context({ query: 'nothing of the kind' })).text).toBe('')
})

test('what was retracted, has expired, or is gone by status never enters', async () => {
  const memory = await open()
  const rumour = await memory.add('The shop closes at noon')
  await memory.retract(rumour.id, 'a rumour')
  await memory.add('The shop closes for lunch', { expires: '10m' })
  await memory.add('The shop closes at six')
  const cached = await memory.context({ query: 'when does the shop close?' })
  expect(linesOf(cached.text).map(({ text }) => text)).toEqual(['The shop closes for lunch', 'The shop closes at six'])
  now += 10 * 60_000
  const packet = await memory.context({ query: 'when does the shop close?' })
  expect(linesOf(packet.text).map(({ text }) => text)).toEqual(['The shop closes at six'])
})

test('what says the same is told once, and every record of it is cited', async () => {
  const memory = await open()
  const first = await memory.add('Order 42 left the warehouse')
  const second = await memory.add('Order 42 has left the warehouse.')
  const other = await memory.add('Order 43 left the warehouse')
  const { citations, omitted } = await memory.context({ query: 'did the order leave the warehouse?' })
  expect(citations.map(({ id }) => id).sort()).toEqual([expect.stringMatching(/^team/), other.id].sort())
  const [merged] = citations.filter(({ also }) => also.length > 0)
  expect([merged?.id, ...(merged?.also ?? [])].sort()).toEqual([first.id, second.id].sort())
  expect(omitted.map(({ reason }) => reason)).toEqual(['duplicate'])
})

test('since an earlier packet: what is new, what changed, what is no more, and nothing twice', async () => {
  const memory = await open()
  const query = 'what is going on with the parcel?'
  const door = await memory.add('The parcel is at the door')
  const dock = await memory.add('The parcel was scanned at dock 3')
  const first = await memory.context({ query })
  expect(first.citations.map(({ id }) => id)).toEqual([door.id, dock.id])

  const unchanged = await memory.context({ query, since: first.cursor })
  expect(unchanged).toMatchObject({ text: '', tokens: 0, citations: [] })
  expect(unchanged.omitted.map(({ reason }) => reason)).toEqual(['known', 'known'])

  await memory.add('The parcel is heavy')
  await memory.add('The parcel was scanned at dock 3.')
  await memory.update(dock.id, { content: 'The parcel was scanned at dock 4' })
  await memory.retract(door.id, 'it was another')
  const news = await memory.context({ query, since: unchanged.cursor })
  const [gone, ...rest] = linesOf(news.text)
  expect(gone).toEqual({ cite: first.citations[0]?.cite, gone: 'retracted' })
  expect(rest.map(({ text }) => text).sort()).toEqual([
    'The parcel is heavy',
    'The parcel was scanned at dock 3.',
    'The parcel was scanned at dock 4',
  ])
  expect((await memory.context({ query, since: news.cursor })).text).toBe('')
  await expect(memory.context({ query, since: 'yesterday' })).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(memory.context({ query, since: '[2]' })).rejects.toMatchObject({ code: 'newer-version' })
})

test('what was given and is in another scope by now is no more: nothing new of it is told, unless all scopes are asked for', async () => {
  const memory = await open()
  const query = 'what is going on with the parcel?'
  const door = await memory.add('The parcel is at the door')
  const { cursor: since, citations } = await memory.context({ query })
  await memory.rescope(door.id, { user: 'eve' })
  await memory.update(door.id, { content: 'The parcel is for Eve' })
  const news = await memory.context({ query, since })
  expect(linesOf(news.text)).toEqual([{ cite: citations[0]?.cite, gone: 'out-of-scope' }])
  expect((await memory.context({ query, since: news.cursor })).text).toBe('')
  expect((await memory.context({ query, since, scope: 'all' })).text).toContain('The parcel is for Eve')
})

test('what says no more than something told before is not told', async () => {
  const memory = await open()
  await memory.add('The parcel was scanned at dock 3')
  const { cursor } = await memory.context({ query: 'parcel' })
  await memory.add('The parcel was scanned at dock 3!')
  const { text, omitted } = await memory.context({ query: 'parcel', since: cursor })
  expect(text).toBe('')
  expect(omitted.map(({ reason }) => reason).sort()).toEqual(['duplicate', 'known'])
})

test('a packet is kept until something touches it', async () => {
  const memory = await open()
  const record = await memory.add('Ada collects stamps')
  const ask = () => memory.context({ query: 'what does Ada collect?' })
  const first = await ask()
  expect(await ask()).toBe(first)
  const stranger = await memory.add('Bob collects coins', { space: 'notes' })
  const second = await ask()
  expect(second).not.toBe(first)
  const inTeam = () => memory.context({ query: 'what does Ada collect?', filter: { space: 'team' } })
  const third = await inTeam()
  await memory.update(stranger.id, { content: 'Bob collects medals' })
  expect(await inTeam()).toBe(third)
  await memory.update(record.id, { content: 'Ada collects postcards' })
  expect(linesOf((await inTeam()).text).map(({ text }) => text)).toEqual(['Ada collects postcards'])
})

test('what stays stands where it stood, and what is new comes after it', async () => {
  const memory = await open()
  for (const text of ['The parcel is red', 'The parcel is heavy']) {
    await memory.add(text)
    now += 60_000
  }
  const before = await memory.context({ query: 'how heavy is the parcel?' })
  await memory.add('The parcel is heavy, heavy, and late')
  const after = await memory.context({ query: 'is the parcel late?' })
  expect(after.text.startsWith(before.text.slice(0, -'</memory>'.length))).toBe(true)
})

test('the budget, the tokenizer and a signal are the caller’s', async () => {
  const memory = await open({ countTokens: text => text.length })
  await memory.add('Ada collects stamps')
  const packet = await memory.context({ query: 'stamps', budget: 300 })
  expect(packet.tokens).toBe(packet.text.length)
  await expect(memory.context({ query: 'stamps', budget: 5 })).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(memory.context({ query: ' ' })).rejects.toMatchObject({ code: 'invalid-input' })
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(memory.context({ query: 'stamps', signal })).rejects.toThrow('enough')
})

test('as of a time: what held then, and what became of it up to another time', async () => {
  const memory = await open()
  const lamp = await memory.add('The lamp stands in the hall')
  const desk = await memory.add('The desk stands in the hall')
  const before = new Date(now)
  now += 60_000
  const between = new Date(now)
  await memory.update(desk.id, { content: 'The desk stands in the attic' })
  now += 60_000
  await memory.retract(lamp.id, 'it broke')
  const query = 'what stands where?'
  const texts = (text: string) => linesOf(text).map(each => each.text)
  const then = await memory.context({ query, asOf: before })
  expect(texts(then.text)).toEqual(['The lamp stands in the hall', 'The desk stands in the hall'])
  expect(then.citations.map(({ id }) => id)).toEqual([lamp.id, desk.id])
  const later = await memory.context({ query, asOf: between, since: then.cursor })
  expect(texts(later.text)).toEqual(['The desk stands in the attic'])
  const today = await memory.context({ query, since: later.cursor })
  expect(linesOf(today.text)).toEqual([{ cite: then.citations[0]?.cite, gone: 'retracted' }])
  expect(texts((await memory.context({ query })).text)).toEqual(['The desk stands in the attic'])
  await expect(memory.context({ query, asOf: before, working: true })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('what is in hand is told where it is asked for, after what was remembered, and is kept nowhere', async () => {
  const storage = memoryStorage()
  const memory = await open({ storage })
  await memory.add('The parcel is at the door')
  memory.working.set('plan', 'fetch the parcel <now>')
  memory.working.set('tries', { parcel: 2 })
  const query = 'where is the parcel?'
  const packet = await memory.context({ query, working: true })
  expect(linesOf(packet.text)).toEqual([
    expect.objectContaining({ text: 'The parcel is at the door' }),
    { inHand: 'plan', by: 'support', text: 'fetch the parcel <now>' },
    { inHand: 'tries', by: 'support', text: '{"parcel":2}' },
  ])
  expect(packet.text).not.toContain('<now>')
  expect(packet.inHand).toEqual([
    { agent: 'support', key: 'plan' },
    { agent: 'support', key: 'tries' },
  ])
  expect(packet.cursor).not.toContain('plan')
  const plain = await memory.context({ query })
  expect(plain.text).not.toContain('fetch')
  expect(plain).not.toHaveProperty('inHand')
  memory.working.clear('plan')
  memory.working.set('notes', 'fetch '.repeat(2_000))
  const next = await memory.context({ query, working: true, budget: 300 })
  expect(next.tokens).toBeLessThanOrEqual(300)
  expect(next.inHand?.map(({ key }) => key)).toEqual(['tries', 'notes'])
  expect(linesOf(next.text)[0]).toMatchObject({ text: 'The parcel is at the door' })
  await memory.sync.flush('local')
  let kept = ''
  for await (const { value } of storage.range(Uint8Array.of(0), new Uint8Array(64).fill(255))) {
    kept += new TextDecoder('latin1').decode(value)
  }
  expect(kept).toContain('The parcel is at the door')
  expect(kept).not.toContain('fetch')
})
