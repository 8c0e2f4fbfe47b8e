import { expect, test } from 'vitest'
import { type AccessPolicy, audiencePolicy } from '../index'
import type { Memory } from '../memory'
import { open, relayUrl } from '../open.fixture'

const said = 'the code is 4711'
const isTold = ({ content }: { content: string }) => content.includes('4711')
const redacted = 'the code is ****'

const policies: Record<'refuse' | 'redact', AccessPolicy> = {
  refuse: {
    write: draft => (isTold(draft) ? { refuse: 'it holds a code' } : true),
    read: record => !isTold(record),
  },
  redact: {
    write: draft => (isTold(draft) ? { content: redacted } : true),
    read: record => (isTold(record) ? { content: redacted } : true),
  },
}

/** Every verb that writes words of an agent's and asks the write policy; gives what was written. */
const writes: Record<string, (memory: Memory) => Promise<{ readonly content: string }>> = {
  add: memory => memory.add(said),
  update: async memory => memory.update((await memory.add('mine')).id, { content: said }),
  'update: of a fact': async memory =>
    memory.update((await memory.facts.assert('door', 'shut')).record.id, { content: said }),
  'facts.assert': async memory => (await memory.facts.assert('door', 1, { content: said })).record,
  'runs.log': memory => memory.runs.log('r', said),
}

/** Every verb that reads what another agent wrote; gives the words. */
const reads: Record<string, (memory: Memory, id: string) => Promise<readonly string[]>> = {
  get: async (memory, id) => contents([await memory.get(id)]),
  getAll: async memory => contents((await memory.getAll()).filter(({ content }) => content.includes('code'))),
  search: async memory => contents((await memory.search('code')).map(({ record }) => record)),
  history: async (memory, id) => contents(await memory.history(id)),
  'runs.window': async memory => contents(await memory.runs.window('r')),
  'runs.resume': async memory => contents((await memory.runs.resume('r', { offline: true })).log),
}

const contents = (found: readonly ({ readonly content: string } | undefined)[]) =>
  found.flatMap(each => (each ? [each.content] : []))

test.each(Object.entries(writes))('%s: is refused or redacted as the write policy says', async (_, write) => {
  const [refusing, redacting] = await Promise.all([
    open('ada', { policy: policies.refuse }),
    open('ada', { policy: policies.redact }),
  ])
  await expect((async () => write(refusing))()).rejects.toMatchObject({ code: 'forbidden' })
  expect((await write(redacting)).content).toBe(redacted)
  for (const memory of [refusing, redacting]) expect(await memory.export('team')).not.toContain('4711')
})

test.each(Object.entries(reads))('%s: gives of others what the read policy says', async (_, read) => {
  const relay = await relayUrl()
  const author = await open('bob', { relay })
  const { id } = await author.runs.log('r', said)
  await author.update(id, { tags: ['seen'] })
  await author.add('the last word')
  const openings = Object.values(policies).map(policy => open('ada', { relay, policy }))
  const [refusing, redacting] = (await Promise.all(openings)) as [Memory, Memory]
  for (const memory of [refusing, redacting])
    await expect.poll(async () => (await memory.search('last word')).length).toBeGreaterThan(0)
  expect((await read(refusing, id)).filter(content => content.includes('code'))).toEqual([])
  expect(new Set(await read(redacting, id))).toContain(redacted)
  expect((await read(redacting, id)).join()).not.toContain('4711')
})

test.each(Object.entries(policies))(
  'export: refused while the read policy (%s) touches a version, told why',
  async (_, policy) => {
    const relay = await relayUrl()
    const [author, reader] = await Promise.all([
      open('bob', { relay }),
      open('ada', { relay, policy: { read: policy.read! } }),
    ])
    await reader.add(said)
    const { id } = await author.add('harmless')
    await expect.poll(() => reader.get(id)).toBeDefined()
    expect(await reader.export('team')).toContain('harmless')
    const told = await author.add(`${said}, says bob`)
    await author.update(told.id, { content: 'no more' })
    await expect.poll(async () => (await reader.get(told.id))?.content).toBe('no more')
    await expect(reader.export('team')).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('read policy hides or changes 1 of its records'),
    })
  },
)

test('facts.get and facts.list, as of a time: nothing of a fact that the read policy touches', async () => {
  const relay = await relayUrl()
  const [author, reader] = await Promise.all([open('bob', { relay }), open('ada', { relay, policy: policies.redact })])
  await author.facts.assert('code', '4711', { content: said })
  await author.facts.assert('door', 'shut')
  await expect.poll(async () => (await reader.facts.get('door'))?.value).toBe('shut')
  const asOf = Date.now() + 1_000
  expect((await reader.facts.get('door', { asOf }))?.value).toBe('shut')
  expect(await reader.facts.get('code', { asOf })).toBeUndefined()
  expect((await reader.facts.list({ asOf })).map(({ key }) => key)).toEqual(['door'])
})

test('update: a version that the policy wants elsewhere is refused, and the record stays as it was', async () => {
  const memory = await open('ada', {
    spaces: { team: 'shared', payments: 'shared' },
    policy: audiencePolicy({ team: '*', payments: ['ada'] }),
  })
  const [card, note] = [
    await memory.add('a card', { space: 'payments' }),
    await memory.add('a note', { space: 'team' }),
  ]
  await expect(memory.update(note.id, { content: 'of the card', derivedFrom: [card.id] })).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('wants it in "payments"'),
  })
  expect((await memory.get(note.id))?.content).toBe('a note')
})

test('sides of a conflict are told as the read policy says, whichever of them reads give', async () => {
  const relay = await relayUrl()
  const [bob, eve] = await Promise.all([open('bob', { relay }), open('eve', { relay })])
  for (const memory of [bob, eve]) memory.sync.pause()
  await bob.facts.assert('door', '4711', { content: said })
  await eve.facts.assert('door', 'shut')
  for (const memory of [bob, eve]) {
    memory.sync.resume()
    await memory.sync.flush('relay')
  }
  const sidesFor = async (policy: AccessPolicy) => {
    const conflicts = { authority: ['eve'] }
    const reader = await open('ada', { relay, policy, conflicts })
    await reader.sync.flush('relay')
    await expect
      .poll(() => reader.facts.get('door', { maxStaleness: 0 }))
      .toMatchObject({ settled: false, value: 'shut' })
    return (await reader.facts.get('door'))!.sides.map(({ value, content }) => [value, content]).sort()
  }
  expect(await sidesFor(policies.refuse)).toEqual([['shut', 'door: shut']])
  expect(await sidesFor(policies.redact)).toEqual(
    [
      [undefined, redacted],
      ['shut', 'door: shut'],
    ].sort(),
  )
})
