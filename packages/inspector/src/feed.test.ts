import { expect, test } from 'vitest'
import { Feed } from './feed'
import type { InspectedRecord } from './memory-face'
import { at, record, storyNow, storyRecords } from './story.fixture'
import { StoryMemory } from './story-memory.fixture'

function open(memory: StoryMemory) {
  const waiting: (() => void)[] = []
  const feed = new Feed({ memory, now: () => storyNow, later: callback => waiting.push(callback) })
  return {
    feed,
    waiting,
    runLater: () => {
      for (const callback of waiting.splice(0)) callback()
    },
  }
}

function fact(id: string, value: string, clock: string): InspectedRecord {
  return record([`lamp: ${value}`, 'semantic', 'team', 'support', clock, { id, key: 'lamp/colour', value }], 0)
}

test('reads everything once, newest first, whatever the order it comes in', async () => {
  const { feed } = open(new StoryMemory(storyRecords.toReversed()))
  await feed.start()
  expect(feed.value.phase).toBe('ready')
  expect(feed.value.records.map(each => each.id)).toEqual(storyRecords.map(each => each.id))
  expect(feed.value.agents[0]).toBe('orchestrator')
})

test('a burst of changes is told once, and each record stands in its place by time', async () => {
  const memory = new StoryMemory(storyRecords)
  const { feed, waiting, runLater } = open(memory)
  await feed.start()
  let told = 0
  feed.subscribe(() => told++)
  memory.put(record(['late', 'episodic', 'team', 'audit', '13:50:00'], 1))
  memory.put(record(['newest', 'episodic', 'team', 'audit', '14:04:00'], 2))
  expect(waiting).toHaveLength(1)
  runLater()
  expect(told).toBe(1)
  expect(feed.value.records[0]?.content).toBe('newest')
  const times = feed.value.records.map(each => each.time.getTime())
  expect(times).toEqual(times.toSorted((a, b) => b - a))
})

test('a fact that is asserted again shows its latest version only', async () => {
  const memory = new StoryMemory([fact('team.0.x.1', 'brass', '09:00:00')], [])
  const { feed, runLater } = open(memory)
  await feed.start()
  memory.put(fact('team.0.x.2', 'steel', '09:05:00'))
  runLater()
  expect(feed.value.records.map(each => each.value)).toEqual(['steel'])
})

test('what is written while the first read is under way is neither lost nor undone by it', async () => {
  const memory = new StoryMemory(storyRecords)
  const { feed } = open(memory)
  const started = feed.start()
  const during = record(['meanwhile', 'episodic', 'team', 'audit', '14:04:00'], 3)
  memory.put(during)
  await started
  expect(feed.value.byId.get(during.id)).toBe(during)
  expect(feed.value.records.filter(each => each.id === during.id)).toHaveLength(1)
})

test('a settled dispute leaves the open ones and is kept with the time this page saw it', async () => {
  const memory = new StoryMemory()
  const { feed, runLater } = open(memory)
  await feed.start()
  expect(feed.value.conflicts.map(each => each.key)).toEqual(['order/42/status', 'customer/ada/contact'])
  await memory.facts.resolve('order/42/status', { value: 'shipped' })
  runLater()
  expect(feed.value.conflicts.map(each => each.key)).toEqual(['customer/ada/contact'])
  expect(feed.value.settled).toMatchObject([{ fact: { key: 'order/42/status', value: 'shipped' }, at: at('14:03:28') }])
})
