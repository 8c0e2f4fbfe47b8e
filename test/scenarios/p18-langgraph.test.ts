import { CommonplaceStore } from '@commonplace/langgraph'
import { Annotation, END, type LangGraphRunnableConfig, START, StateGraph } from '@langchain/langgraph'
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
