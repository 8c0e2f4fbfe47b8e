import { CommonplaceCheckpointer } from '@commonplace/langgraph'
import type { Memory } from '@commonplace/memory'
import { Annotation, Command, END, interrupt, Send, START, StateGraph } from '@langchain/langgraph'
import { emptyCheckpoint, uuid6 } from '@langchain/langgraph-checkpoint'
import { expect, test, vi } from 'vitest'
import { teamOfEachTest } from '../fixtures/memories'

const team = teamOfEachTest()
const thread = (id: string) => ({ configurable: { thread_id: id } })
/** Resolves once the relay answers a memory, which till then goes on from what it has itself. */
const hears = (memory: Memory) => expect.poll(() => memory.sync.status.value.synced).toBe(true)
const metadata = { source: 'loop', step: 0, parents: {} } as const
const notes = { space: 'notes' }

const Items = Annotation.Root({
  items: Annotation<number[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
  rules: Annotation<string>,
})

/** Deals a number to each of many tasks; the last asks a person. */
function dealing(memory: Memory, tasks: number, ran: number[]) {
  const numbers = Array.from({ length: tasks }, (_, number) => number)
  return new StateGraph(Items)
    .addNode('deal', () => ({ rules: 'be brief' }))
    .addNode('take', async ({ number }: { number: number }) => {
      await new Promise(setImmediate)
      ran.push(number)
      return { items: [number < tasks - 1 ? number : (interrupt('what is it?') as number)] }
    })
    .addEdge(START, 'deal')
    .addConditionalEdges('deal', () => numbers.map(number => new Send('take', { number })))
    .addEdge('take', END)
    .compile({ checkpointer: new CommonplaceCheckpointer(memory, notes) })
}

test('P18 a step of more tasks than states are kept loses neither its checkpoint nor what its tasks wrote', async () => {
  const ran: number[] = []
  const graph = dealing(await team.open('a'), 230, ran)
  await graph.invoke({}, thread('wide'))
  const waiting = await graph.getState(thread('wide'))
  expect([waiting.next.length, waiting.values.rules]).toEqual([1, 'be brief'])
  const { items } = await graph.invoke(new Command({ resume: 7 }), thread('wide'))
  expect([items.length, items.at(-1), ran.length]).toEqual([230, 7, 231])
})

test('P18 a subgraph of many steps, stopped in its midst, pushes out nothing of the graph around it', async () => {
  const State = Annotation.Root({ rules: Annotation<string>, inner: Annotation<number> })
  const inside = new StateGraph(State)
    .addNode('step', ({ inner }) => ({ inner: inner! + (inner === 119 ? (interrupt('go on?') as number) : 1) }))
    .addEdge(START, 'step')
    .addConditionalEdges('step', ({ inner }) => (inner === 120 ? END : 'step'))
    .compile()
  const graph = new StateGraph(State)
    .addNode('begin', () => ({ rules: 'be brief', inner: 0 }))
    .addNode('within', inside)
    .addEdge(START, 'begin')
    .addEdge('begin', 'within')
    .addEdge('within', END)
    .compile({ checkpointer: new CommonplaceCheckpointer(await team.open('a'), notes) })
  const config = { ...thread('deep'), recursionLimit: 200 }
  await graph.invoke({}, config)
  expect((await graph.getState(thread('deep'))).next).toEqual(['within'])
  expect(await graph.invoke(new Command({ resume: 1 }), config)).toEqual({ rules: 'be brief', inner: 120 })
})

test('P18 what a subgraph remembers for itself stays while the graph around it takes many steps without it', async () => {
  const memory = await team.open('a')
  const checkpointer = new CommonplaceCheckpointer(memory, notes)
  const put = (ns: string, step: number, text: string) => {
    const values = { rules: 'be brief', text }
    const versions = { rules: 1, text: step }
    const checkpoint = { ...emptyCheckpoint(), id: uuid6(step), channel_values: values, channel_versions: versions }
    const config = { configurable: { thread_id: 'long', checkpoint_ns: ns } }
    return checkpointer.put(config, checkpoint, metadata, step === 1 ? versions : { text: step })
  }
  const within = await put('expert', 1, 'asked once')
  await checkpointer.putWrites(within, [['text', 'half said']], 'task')
  for (let step = 1; step <= 330; step++) await put('', step, `turn ${step}`)
  const tuple = await checkpointer.getTuple({ configurable: { thread_id: 'long', checkpoint_ns: 'expert' } })
  expect(tuple?.checkpoint.channel_values).toEqual({ rules: 'be brief', text: 'asked once' })
  expect(tuple?.pendingWrites).toEqual([['task', 'text', 'half said']])
  expect((await memory.runs.checkpoints('langgraph/long', notes)).length).toBeLessThan(280)
})

const Counted = Annotation.Root({ count: Annotation<number> })
const counting = (memory: Memory) =>
  new StateGraph(Counted)
    .addNode('add', ({ count }) => ({ count: (count ?? 0) + 1 }))
    .addEdge(START, 'add')
    .addEdge('add', END)
    .compile({ checkpointer: new CommonplaceCheckpointer(memory) })

test('P18 a thread goes on from its last checkpoint also where the clock of the next machine is an hour behind', async () => {
  const [here, there] = [await team.open('a'), await team.open('b')]
  await counting(here).invoke({}, thread('7'))
  await here.sync.flush('relay')
  await hears(there)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
  try {
    await counting(there).invoke({}, thread('7'))
    expect((await counting(there).invoke({}, thread('7'))).count).toBe(3)
  } finally {
    vi.useRealTimers()
  }
  await there.sync.flush('relay')
  const newest = async () => {
    for await (const { values } of counting(here).getStateHistory(thread('7'))) return values.count
  }
  await expect.poll(newest).toBe(3)
})

test('P18 a graph asks the relay for the last checkpoint of a thread, and takes what is here where none answers', async () => {
  const [here, there] = [await team.open('a'), await team.open('b')]
  await hears(there)
  for (let turn = 1; turn <= 5; turn++) {
    for (const memory of [here, there]) {
      await counting(memory).invoke({}, thread('asked'))
      await memory.sync.flush('relay')
    }
  }
  expect((await counting(here).getState(thread('asked'))).values.count).toBe(10)
  here.sync.pause()
  expect((await counting(here).invoke({}, thread('asked'))).count).toBe(11)
  const told = { configurable: { thread_id: 8 as unknown as string } }
  expect((await counting(here).invoke({}, told)).count).toBe(1)
  expect((await counting(here).getState(thread('8'))).values.count).toBe(1)
})

test('P18 a checkpointer waits for the relay where it is told to', async () => {
  const memory = await team.open('a')
  const saver = new CommonplaceCheckpointer(memory, { consistency: 'relay' })
  memory.sync.pause()
  let isSaved = false
  const config = { configurable: { thread_id: 'safe', checkpoint_ns: '' } }
  const saving = saver.put(config, emptyCheckpoint(), metadata, {}).then(() => {
    isSaved = true
  })
  await expect.poll(() => memory.sync.status.value.pending).toBe(1)
  await memory.sync.flush('local')
  expect(isSaved).toBe(false)
  memory.sync.resume()
  await saving
  expect(memory.sync.status.value.pending).toBe(0)
})
