import { CommonplaceCheckpointer, CommonplaceStore } from '@commonplace/langgraph'
import {
  Annotation,
  Command,
  END,
  interrupt,
  type LangGraphRunnableConfig,
  START,
  StateGraph,
} from '@langchain/langgraph'
import { emptyCheckpoint, uuid6 } from '@langchain/langgraph-checkpoint'
import { expect, test } from 'vitest'
import { teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()
const contact = ['users', 'ada']

test('P18 what one graph puts into its store, a graph on another machine finds by its words', async () => {
  const [support, billing] = [await team.open('support'), await team.open('billing')]
  const State = Annotation.Root({ question: Annotation<string>, answer: Annotation<string> })
  const graphOn = (store: CommonplaceStore) =>
    new StateGraph(State)
      .addNode('learn', async ({ question }, { store }: LangGraphRunnableConfig) => {
        if (question.startsWith('Remember')) await store!.put(contact, 'preference', { text: question.slice(9) })
        return {}
      })
      .addNode('tell', async ({ question }, { store }: LangGraphRunnableConfig) => {
        const [best] = await store!.search(['users'], { query: question, limit: 1 })
        return { answer: String(best?.value.text ?? 'nobody said') }
      })
      .addEdge(START, 'learn')
      .addEdge('learn', 'tell')
      .addEdge('tell', END)
      .compile({ store })
  const [here, there] = [graphOn(new CommonplaceStore(support)), graphOn(new CommonplaceStore(billing))]
  expect(await there.invoke({ question: 'how do we reach Ada?' })).toMatchObject({ answer: 'nobody said' })
  await here.invoke({ question: 'Remember Ada prefers e-mail to phone calls' })
  const answer = async () => (await there.invoke({ question: 'does Ada want phone calls?' })).answer
  await expect.poll(answer).toBe('Ada prefers e-mail to phone calls')
  const item = await new CommonplaceStore(billing).get(contact, 'preference')
  expect(item?.value).toEqual({ text: 'Ada prefers e-mail to phone calls' })
})

test('P18 what two graphs put under one key while they are apart is lost for neither, and deleting ends it for both', async () => {
  const memories = [await team.open('a'), await team.open('b')]
  const [a, b] = memories.map(memory => new CommonplaceStore(memory)) as [CommonplaceStore, CommonplaceStore]
  for (const memory of memories) memory.sync.pause()
  await a.put(contact, 'phone', { number: '1' })
  await b.put(contact, 'phone', { number: '2' })
  for (const memory of memories) memory.sync.resume()
  for (const memory of memories) {
    const sides = async () =>
      (await memory.facts.conflicts()).flatMap(fact => fact.sides.map(({ author }) => author.agent))
    await expect.poll(sides).toEqual(['a', 'b'])
  }
  expect((await a.get(contact, 'phone'))?.value).toEqual((await b.get(contact, 'phone'))?.value)
  await a.delete(contact, 'phone')
  await expect.poll(() => b.get(contact, 'phone')).toBeNull()
  expect(await b.search(['users'])).toEqual([])
})

test('P18 an item keeps when it came to be, is searched by the fields that are named, and what is no JSON is refused', async () => {
  const store = new CommonplaceStore(await team.open('a'), { root: 'shop' })
  await store.put(['docs'], 'one', { title: 'Winter tyres', body: 'secretly about herring' }, ['title'])
  await store.put(['docs'], 'two', { title: 'Summer tyres' }, false)
  const first = (await store.get(['docs'], 'one'))!
  await store.put(['docs'], 'one', { title: 'All-season tyres', body: 'secretly about herring' }, ['title'])
  const second = (await store.get(['docs'], 'one'))!
  expect(second.createdAt).toEqual(first.createdAt)
  expect(second.updatedAt.getTime()).toBeGreaterThanOrEqual(first.updatedAt.getTime())
  const found = async (query: string) => (await store.search(['docs'], { query })).map(({ key }) => key)
  expect([await found('season tyres'), await found('herring'), await found('summer')]).toEqual([['one'], [], []])
  await expect(store.put(['docs'], 'x', { when: 1n })).rejects.toThrow('value.when is of type bigint')
  await expect(store.put(['docs'], 'k'.repeat(300), {})).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(store.search(['docs'], { filter: { title: { $like: 'x' } } })).rejects.toThrow('"$like"; it takes $eq')
  expect(await store.listNamespaces()).toEqual([['docs']])
})

const thread = (id: string) => ({ configurable: { thread_id: id } })

test('P18 a graph that waits for a person goes on from another machine, with all it had, also what is larger than a record', async () => {
  const [here, there] = [await team.open('support'), await team.open('billing')]
  const State = Annotation.Root({
    log: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
    approved: Annotation<string>,
  })
  const report = Array.from({ length: 30_000 }, (_, line) => `Grüße, line ${line * line}`).join('\n')
  const graphOn = (memory: typeof here) =>
    new StateGraph(State)
      .addNode('draft', () => ({ log: [report] }))
      .addNode('ask', () => ({ approved: interrupt('may it be sent?') as string }))
      .addNode('send', ({ approved }) => ({ log: [`sent: ${approved}`] }))
      .addEdge(START, 'draft')
      .addEdge('draft', 'ask')
      .addEdge('ask', 'send')
      .addEdge('send', END)
      .compile({ checkpointer: new CommonplaceCheckpointer(memory) })
  await graphOn(here).invoke({}, thread('ticket 7/ü'))
  const waiting = async () => (await graphOn(there).getState(thread('ticket 7/ü'))).next
  await expect.poll(waiting).toEqual(['ask'])
  await here.close()
  const done = await graphOn(there).invoke(new Command({ resume: 'by Ada' }), thread('ticket 7/ü'))
  expect(done.log).toEqual([report, 'sent: by Ada'])
  expect(await there.search('Grüße')).toEqual([])
  const steps = []
  for await (const { metadata } of graphOn(there).getStateHistory(thread('ticket 7/ü'))) steps.push(metadata?.step)
  expect(steps).toEqual([3, 2, 1, 0, -1])
  const checkpointer = new CommonplaceCheckpointer(there)
  await checkpointer.deleteThread('ticket 7/ü')
  expect(await checkpointer.getTuple(thread('ticket 7/ü'))).toBeUndefined()
})

test('P18 of a thread without end the last checkpoints are kept, and lack no value that was said once long ago', async () => {
  const checkpointer = new CommonplaceCheckpointer(await team.open('a'), { space: 'notes' })
  const metadata = { source: 'loop', step: 0, parents: {} } as const
  let config: Parameters<typeof checkpointer.put>[0] = thread('long')
  for (let step = 1; step <= 260; step++) {
    const values = { rules: 'be brief', step }
    const versions = { rules: 1, step }
    const checkpoint = { ...emptyCheckpoint(), id: uuid6(step), channel_values: values, channel_versions: versions }
    config = await checkpointer.put(config, checkpoint, metadata, step === 1 ? versions : { step })
  }
  const kept: unknown[] = []
  for await (const { checkpoint } of checkpointer.list(thread('long'))) kept.push(checkpoint.channel_values.rules)
  expect([kept.length >= 200 && kept.length < 210, new Set(kept)]).toEqual([true, new Set(['be brief'])])
})

test('P18 a checkpoint that is too large is refused with what to do, and the one before it stands', async () => {
  const checkpointer = new CommonplaceCheckpointer(await team.open('a'))
  const put = (id: string, text: string) => {
    const checkpoint = { ...emptyCheckpoint(), id, channel_values: { text }, channel_versions: { text: id } }
    return checkpointer.put(thread('large'), checkpoint, { source: 'loop', step: 0, parents: {} }, { text: id })
  }
  await put(uuid6(0), 'small')
  const noise = Array.from({ length: 150_000 }, () => crypto.randomUUID()).join('')
  await expect(put(uuid6(1), noise)).rejects.toMatchObject({ code: 'content-too-large', hint: /elsewhere/ })
  expect((await checkpointer.getTuple(thread('large')))?.checkpoint.channel_values).toEqual({ text: 'small' })
})
