import { expect, test, vi } from 'vitest'
import type { Core } from '../core'
import { open, relayUrl } from '../open.fixture'
import { cardToA2a } from './a2a'
import { publishedKnowledge } from './knowledge'

const guest = (name: string) =>
  cardToA2a({ name, description: `guest ${name}`, capabilities: [], endpoint: 'https://agents.example/' })

/** How many texts are read as JSON meanwhile: each card and each state is one. */
async function readDuring(work: () => Promise<unknown>): Promise<number> {
  const parse = vi.spyOn(JSON, 'parse')
  try {
    await work()
    return parse.mock.calls.length
  } finally {
    parse.mockRestore()
  }
}

test('one card is taken in, given out and asked for without reading all others', async () => {
  const memory = await open('support')
  for (let i = 0; i < 200; i++) await memory.team.importCard(guest(`agent ${i}`))
  await memory.team.register({ endpoint: 'https://agents.example/support' })
  const other = await open('other')
  await other.add('The refund of an invoice takes two days')
  await memory.import(await other.export('team'))
  const read = {
    imported: await readDuring(() => memory.team.importCard(guest('one more'))),
    registered: await readDuring(() => memory.team.register({ endpoint: 'https://agents.example/support' })),
    exported: await readDuring(() => memory.team.exportCard('agent 7')),
    asked: await readDuring(() => memory.team.whoKnows('refund of an invoice')),
  }
  expect(Math.max(...Object.values(read)), JSON.stringify(read)).toBeLessThan(50)
  expect(await memory.team.find()).toHaveLength(202)
})

test('what others show is read once, not again with all that anybody shows', async () => {
  const relay = await relayUrl()
  const team = await Promise.all(Array.from({ length: 12 }, (_, i) => open(`agent ${i}`, { relay })))
  for (const each of team) await each.team.presence.show({ doing: 'nothing' })
  await expect.poll(() => team.map(each => each.team.presence.peers.value.length)).toEqual(team.map(() => 11))
  const read = await readDuring(async () => {
    await team[0]!.team.presence.show({ doing: 'order 42' })
    await expect
      .poll(() => team.slice(1).map(each => each.team.presence.peers.value[0]?.state))
      .toEqual(team.slice(1).map(() => ({ doing: 'order 42' })))
  })
  expect(read).toBeLessThan(60)
})

test('what each of many agents knows is read with pauses in between', async () => {
  const relay = await relayUrl()
  for (let i = 0; i < 8; i++) {
    const other = await open(`agent ${i}`, { relay })
    for (const day of ['Monday', 'Tuesday']) await other.add(`The refund of an invoice was paid on ${day}`)
    await other.team.register({ knows: {} })
    await other.sync.flush('relay')
  }
  const memory = await open('support', { relay })
  await memory.sync.flush('relay')
  await expect.poll(async () => (await memory.team.whoKnows('refund', { limit: 100 })).length).toBe(8)
  let pauses = 0
  const pause = async () => void pauses++
  const own = (memory as unknown as { readonly core: Core }).core
  const core: Core = Object.create(own, { pause: { value: pause } })
  expect(await publishedKnowledge(core)).toHaveProperty('size', 8)
  expect(pauses).toBeGreaterThanOrEqual(8)
})
