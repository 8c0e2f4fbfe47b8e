import { expect, test } from 'vitest'
import { Arrivals } from './arrivals'
import { at, record } from './story.fixture'
import { StoryMemory } from './story-memory.fixture'

const write = (agent: string, clock: string, index: number) =>
  record([`Note ${index}`, 'episodic', 'team', agent, clock], 9000 + index)

test('what others write is timed once, one’s own never, and what was written apart is counted by itself', () => {
  const memory = new StoryMemory([], [])
  const arrivals = new Arrivals()
  let now = at('14:00:00')
  const stop = arrivals.follow({ memory, self: 'support', now: () => now })
  now = at('14:00:30')
  const one = write('billing', '14:00:29.750', 1)
  memory.put(one)
  memory.put({ ...one, durability: 'relay' })
  memory.put(write('support', '14:00:29', 2))
  memory.put(write('fulfilment', '14:00:01', 3))
  memory.put(write('audit', '14:00:31', 4))
  expect(arrivals.value).toEqual({ times: [250, 0], apart: 1 })
  memory.put(write('billing', '13:59:59', 5))
  expect(arrivals.value.apart).toBe(1)
  stop()
  memory.put(write('billing', '14:00:30', 6))
  expect(arrivals.value.times).toHaveLength(2)
})

test('what waited for this tab to be back is not timed', () => {
  const memory = new StoryMemory([], [])
  const arrivals = new Arrivals()
  let now = at('14:00:00')
  arrivals.follow({ memory, self: 'support', now: () => now })
  const synced = (isSo: boolean) => {
    const { spaces } = memory.sync.status.value
    const team = { ...spaces.team, synced: isSo } as NonNullable<(typeof spaces)['team']>
    memory.setStatus({ spaces: { ...spaces, team } })
  }
  synced(false)
  memory.put(write('billing', '14:00:01', 1))
  now = at('14:00:05')
  synced(true)
  memory.put(write('billing', '14:00:02', 2))
  expect(arrivals.value.times).toEqual([])
  memory.put(write('billing', '14:00:05', 3))
  expect(arrivals.value.times).toEqual([0])
})
