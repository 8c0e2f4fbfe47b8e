import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { type AccessPolicy, audiencePolicy, openMemory } from '../index'
import { relayForTest } from '../sync/real-relay.fixture'

async function memoryWith(policy: AccessPolicy, id = 'billing', relay?: string) {
  const memory = await openMemory({
    agent: { id, user: 'ada' },
    ...(relay && { relay }),
    storage: memoryStorage(),
    spaces: { team: 'shared', payments: 'shared', refunds: 'shared', notes: 'private' },
    policy,
  })
  onTestFinished(() => memory.close())
  return memory
}

const audiences = audiencePolicy({ team: '*', payments: ['billing', 'audit'], refunds: ['billing'] })

test('what is made from a space goes to those only who may see that space', async () => {
  const memory = await memoryWith(audiences)
  const card = await memory.add('Ada pays by card', { space: 'payments' })
  const refund = await memory.add('Ada got a refund', { space: 'refunds' })
  const into = async (...from: string[]) =>
    (await memory.add(`made from ${from}`, { space: 'team', derivedFrom: from })).space
  expect([await into(card.id), await into(refund.id), await into(card.id, refund.id)]).toEqual([
    'payments',
    'refunds',
    'refunds',
  ])
  expect((await memory.add('the weather is fine', { space: 'team' })).space).toBe('team')
  const fact = await memory.facts.assert('customer/ada/pays', 'card', { space: 'team', evidence: [card.id] })
  expect(fact.record.space).toBe('payments')
  const note = await memory.add('to myself', { space: 'notes' })
  await expect(into(note.id, card.id)).rejects.toMatchObject({ code: 'forbidden' })
})

test('a write policy redacts, moves and refuses, and is told what there is to know', async () => {
  const drafts: unknown[] = []
  const memory = await memoryWith({
    write: draft => {
      drafts.push(draft)
      if (draft.tags.includes('secret')) return { refuse: 'it is secret' }
      return draft.content.includes('4711')
        ? { content: draft.content.replace('4711', '****'), space: 'payments' }
        : true
    },
  })
  const card = await memory.add('card 4711', { space: 'team', sensitivity: 'confidential' })
  expect([card.content, card.space]).toEqual(['card ****', 'payments'])
  await expect(memory.add('x', { tags: ['secret'] })).rejects.toThrow('it is secret')
  await memory.facts.assert('order/1', 'paid', { evidence: [card.id], space: 'team' })
  expect(drafts[0]).toMatchObject({ space: 'team', kind: 'episodic', sensitivity: 'confidential', touched: [] })
  expect(drafts[2]).toMatchObject({
    key: 'order/1',
    kind: 'semantic',
    touched: ['payments'],
    contributors: ['billing'],
  })
})

test('a read policy hides and projects what others wrote, for every way of reading', async () => {
  const { url } = await relayForTest()
  const author = await memoryWith({}, 'author', url)
  const hidden = await author.add('a zebra', { space: 'team', tags: ['hidden'] })
  const long = await author.add('a very long walrus story', { space: 'team', tags: ['long'] })
  await author.facts.assert('animal', 'walrus', { space: 'team', tags: ['long'] })
  await author.facts.assert('plain', 'giraffe', { space: 'team' })
  const read: AccessPolicy['read'] = ({ tags, content }) => {
    if (tags.includes('hidden')) return false
    return tags.includes('long') ? { content: `summary of ${content.length} letters` } : true
  }
  const memory = await memoryWith({ read }, 'reader', url)
  await expect.poll(async () => (await memory.facts.get('plain'))?.value).toBe('giraffe')
  const own = await memory.add('an own zebra', { tags: ['hidden'] })
  expect((await memory.get(own.id))?.content).toBe('an own zebra')
  expect(await memory.get(hidden.id)).toBeUndefined()
  expect((await memory.get(long.id))?.content).toBe('summary of 24 letters')
  expect((await memory.search('zebra')).map(({ record }) => record.content)).toEqual(['an own zebra'])
  expect(await memory.search('walrus')).toEqual([])
  expect((await memory.search('summary')).length).toBe(2)
  expect(await memory.facts.get('animal')).toBeUndefined()
  expect((await memory.getAll()).map(({ content }) => content).join()).not.toMatch(/a zebra|walrus/)
  expect((await memory.context({ query: 'walrus zebra giraffe', budget: 500 })).text).not.toMatch(/a zebra|walrus/)
})
