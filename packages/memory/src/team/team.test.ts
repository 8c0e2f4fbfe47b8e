import { expect, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

const names = async (found: Promise<{ agent: string }[]>) => (await found).map(({ agent }) => agent)

test('agents are found by capability, tag and words; a card that says the same is not written again', async () => {
  const relay = await relayUrl()
  const billing = await open('billing', { relay })
  const register = () =>
    billing.team.register({
      description: 'Answers questions about invoices',
      capabilities: [{ id: 'refund', tags: ['money'] }, 'invoice'],
      endpoint: 'https://agents.example/billing',
      knows: false,
      consistency: 'relay',
    })
  const info = await register()
  expect(info).toMatchObject({ agent: 'billing', name: 'billing', present: true, registeredBy: 'billing' })
  const { pending } = billing.sync.status.value
  await register()
  expect(billing.sync.status.value.pending).toBe(pending)
  const support = await open('support', { relay })
  await expect.poll(() => names(support.team.find({ capability: 'refund', present: true }))).toEqual(['billing'])
  expect(await names(support.team.find({ capability: 'MONEY' }))).toEqual(['billing'])
  expect(await names(support.team.find({ text: 'who answers about an invoice?' }))).toEqual(['billing'])
  expect(await support.team.find({ capability: 'shipping' })).toEqual([])
  expect(await support.getAll({ scope: 'all' })).toEqual([])
  await billing.team.unregister({ consistency: 'relay' })
  await expect.poll(() => support.team.find()).toEqual([])
})

test('a card expires, and registering in time prolongs it', async () => {
  let now = Date.parse('2026-11-01')
  const memory = await open('billing', { clock: () => now })
  await memory.team.register({ capabilities: ['refund'], expires: '10d' })
  now += 6 * 86_400_000
  await memory.team.register({ capabilities: ['refund'], expires: '10d' })
  now += 6 * 86_400_000
  expect(await names(memory.team.find())).toEqual(['billing'])
  now += 4 * 86_400_000
  expect(await memory.team.find()).toEqual([])
})

test('nobody writes another agent’s card', async () => {
  const relay = await relayUrl()
  const [billing, mallory] = [await open('billing', { relay }), await open('mallory', { relay })]
  await billing.team.register({ description: 'the real one', consistency: 'relay' })
  await expect.poll(() => names(mallory.team.find())).toEqual(['billing'])
  // As a program would that does not keep to the verbs: the same entry under the writer's own id.
  const document = await mallory.spaces.document('team')
  const own = [...document.share.keys()]
  const entry = document.getArray(own[0]!).get(0) as [string, number[], string]
  const forged = [entry[0], [], entry[2].replace('the real one', 'a forged one')]
  document.getArray(`w/${document.clientID.toString(36)}/0`).push([forged])
  await mallory.sync.flush('relay')
  const third = await open('third', { relay })
  await expect
    .poll(async () => (await third.team.find()).map(({ description }) => description))
    .toEqual(['the real one'])
})

test('what an agent says of itself comes before what others imported under its name, whichever is later', async () => {
  const relay = await relayUrl()
  const [billing, support] = [await open('billing', { relay }), await open('support', { relay })]
  support.sync.pause()
  await billing.team.register({ description: 'the member', endpoint: 'https://agents.example/billing' })
  const card = await billing.team.exportCard()
  await billing.sync.flush('relay')
  await support.team.importCard({ ...card, description: 'somebody else of that name' })
  support.sync.resume()
  await support.sync.flush('relay')
  for (const memory of [billing, support])
    await expect
      .poll(async () => (await memory.team.find()).map(({ description, registeredBy }) => [description, registeredBy]))
      .toEqual([['the member', 'billing']])
  await expect(support.team.importCard(card)).rejects.toThrow(/member/)
})

test('cards travel as A2A agent cards, out and in, of both versions; what is none is refused by its field', async () => {
  const memory = await open('billing')
  await memory.team.register({
    capabilities: [{ id: 'refund', description: 'Pays money back', tags: ['money'] }, 'invoice'],
    endpoint: 'https://agents.example/billing',
    version: '1.2.0',
  })
  const card = await memory.team.exportCard()
  expect(card).toEqual({
    name: 'billing',
    description: 'billing',
    version: '1.2.0',
    supportedInterfaces: [
      { url: 'https://agents.example/billing', protocolBinding: 'JSONRPC', protocolVersion: '1.0' },
    ],
    capabilities: { streaming: false, pushNotifications: false },
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
    skills: [
      { id: 'refund', name: 'refund', description: 'Pays money back', tags: ['money'] },
      { id: 'invoice', name: 'invoice', description: 'invoice', tags: ['invoice'] },
    ],
  })
  const other = await open('support')
  const guest = await other.team.importCard(JSON.parse(JSON.stringify(card)))
  expect(guest).toMatchObject({ agent: 'billing', registeredBy: 'support', present: false, version: '1.2.0' })
  expect(await names(other.team.find({ capability: 'refund' }))).toEqual(['billing'])
  const { supportedInterfaces, ...rest } = card
  const old = {
    ...rest,
    name: 'old',
    url: 'https://old.example/',
    protocolVersion: '0.3.0',
    preferredTransport: 'GRPC',
  }
  expect(await other.team.importCard(old)).toMatchObject({ agent: 'old', endpoint: 'https://old.example/' })
  expect((await other.team.exportCard('old')).supportedInterfaces).toEqual([
    { url: 'https://old.example/', protocolBinding: 'GRPC', protocolVersion: '0.3.0' },
  ])
  await expect(other.team.importCard({ ...card, skills: [{ id: 'x' }] } as never)).rejects.toMatchObject({
    code: 'invalid-input',
  })
  await expect(other.team.importCard({ ...rest, url: 'javascript:alert(1)' } as never)).rejects.toMatchObject({
    code: 'invalid-input',
  })
  await expect(memory.team.importCard(card as never)).rejects.toThrow(/member/)
})

test('who is here shows itself, is seen with its state, and is gone with its line or its own word', async () => {
  const relay = await relayUrl()
  const [ada, bob] = [await open('ada', { relay }), await open('bob', { relay })]
  await ada.team.presence.show({ doing: 'order 42' })
  await expect.poll(() => bob.team.presence.peers.value).toEqual([{ agent: 'ada', state: { doing: 'order 42' } }])
  ada.team.presence.hide()
  await expect.poll(() => bob.team.presence.peers.value).toEqual([])
  await ada.team.presence.show()
  await expect.poll(() => bob.team.presence.peers.value).toEqual([{ agent: 'ada' }])
  ada.sync.pause()
  await expect.poll(() => bob.team.presence.peers.value).toEqual([])
  expect(bob.team.presence.isPresent('ada')).toBe(false)
  await expect(ada.team.presence.show('x'.repeat(4096))).rejects.toMatchObject({ code: 'content-too-large' })
})

test('those who are here are listed by name, whoever came first', async () => {
  const relay = await relayUrl()
  const watcher = await open('watcher', { relay })
  const names = () => watcher.team.presence.peers.value.map(({ agent }) => agent)
  for (const [at, id] of ['carl', 'ada', 'bob'].entries()) {
    await (await open(id, { relay })).team.presence.show()
    await expect.poll(() => names().length).toBe(at + 1)
  }
  expect(names()).toEqual(['ada', 'bob', 'carl'])
})

test('an agent whose line is up and who says nothing any more counts as gone', async () => {
  const relay = await relayUrl()
  let now = 0
  const [ada, bob] = [await open('ada', { relay }), await open('bob', { relay, clock: () => now })]
  await ada.team.presence.show()
  await expect.poll(() => bob.team.presence.isPresent('ada')).toBe(true)
  now += 46_000
  await ada.team.presence.show('back')
  await expect.poll(() => bob.team.presence.peers.value).toEqual([{ agent: 'ada', state: 'back' }])
  now += 46_000
  const carl = await open('carl', { relay })
  await carl.team.presence.show()
  await expect.poll(() => bob.team.presence.peers.value).toEqual([{ agent: 'carl' }])
})

test('who was verified comes before who was refuted, among those whose records can be read', async () => {
  const relay = await relayUrl()
  const [right, wrong, asking] = await Promise.all(['right', 'wrong', 'asking'].map(id => open(id, { relay })))
  for (const memory of [right!, wrong!]) {
    for (const n of [1, 2, 3]) await memory.add(`The tax on lamps is ${n} per cent`, { consistency: 'relay' })
  }
  await expect.poll(async () => (await asking!.getAll({ scope: 'all' })).length).toBe(6)
  expect((await asking!.team.whoKnows('tax on lamps')).map(({ agent, credibility }) => [agent, credibility])).toEqual([
    ['right', { value: 0.5, verified: 0, refuted: 0, from: 'observed' }],
    ['wrong', { value: 0.5, verified: 0, refuted: 0, from: 'observed' }],
  ])
  expect(await asking!.team.whoKnows('the price of tea')).toEqual([])
})
