import { type Reception, receptionWindowMs } from '@commonplace/protocol'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { Random, seedsOf } from '../model/property/random.fixture'
import { Journal } from './journal'
import { learnReceptions } from './learn-receptions'
import { ReceptionBook } from './reception-book'
import { ReceptionTimes } from './reception-times'

const quiet = { onDurable: () => {}, onFailure: () => {} }

async function opened(storage = memoryStorage()) {
  const { journal } = await Journal.load(storage, 'team', quiet)
  // Of client 7 the base holds ten clocks.
  journal.base.vector.set(7, 10)
  const times = new ReceptionTimes(journal)
  const learn = (epoch: string, receptions: readonly Reception[]) => learnReceptions(journal, times, epoch, receptions)
  return { storage, journal, times, learn }
}

test('RC5 an entry was received no later than its window ends; nothing is known of what the base does not hold', async () => {
  const { learn, times } = await opened()
  learn('e1', [
    { client: 7, clock: 0, window: 5 },
    { client: 7, clock: 4, window: 9 },
  ])
  const at = (clock: number) => times.at({ client: 7, clock })
  expect([at(0), at(3), at(4), at(9)]).toEqual([5, 5, 9, 9].map(window => window * receptionWindowMs))
  expect(at(10)).toBeUndefined()
  expect(times.at({ client: 8, clock: 0 })).toBeUndefined()
})

test('RC6 receptions outlive the process, and those of another epoch are forgotten on disk too', async () => {
  const first = await opened()
  first.learn('e1', [{ client: 7, clock: 0, window: 5 }])
  await first.journal.settled()
  const second = await opened(first.storage)
  expect([second.times.epoch, second.times.at({ client: 7, clock: 1 })]).toEqual(['e1', 5 * receptionWindowMs])
  second.learn('e2', [{ client: 7, clock: 3, window: 6 }])
  await second.journal.settled()
  const third = await opened(first.storage)
  expect([1, 3].map(clock => third.times.at({ client: 7, clock }))).toEqual([undefined, 6 * receptionWindowMs])
})

test('RC7 what a restored relay lost was received in the last window that it knows, until it is there again', async () => {
  const { learn, times, journal } = await opened()
  journal.base.vector.set(8, 3)
  const windowAt = (client: number, clock: number) => (times.at({ client, clock }) ?? Number.NaN) / receptionWindowMs
  learn('e1', [
    { client: 7, clock: 0, window: 5 },
    { client: 7, clock: 6, window: 8 },
    { client: 8, clock: 0, window: 8 },
  ])
  // It went back to when it had six of the ten clocks of 7, and none of 8.
  learn('e2', [{ client: 7, clock: 0, window: 5 }])
  expect([windowAt(7, 5), windowAt(7, 9), windowAt(8, 2)]).toEqual([5, 5, Number.NaN])
  learn('e2', [
    { client: 7, clock: 6, window: 20 },
    { client: 8, clock: 0, window: 20 },
  ])
  expect([windowAt(7, 5), windowAt(7, 9), windowAt(8, 2)]).toEqual([5, 20, 20])
})

test('who listens hears of what the base held before it was known when it came, once', async () => {
  const { learn, times } = await opened()
  const heard: string[] = []
  times.onKnown(dots => heard.push(dots.map(({ clock }) => clock).join()))
  learn('e1', [{ client: 7, clock: 8, window: 5 }])
  learn('e1', [
    { client: 7, clock: 8, window: 5 },
    { client: 7, clock: 12, window: 6 },
  ])
  expect(heard).toEqual(['0,1,2,3,4,5,6,7,8,9'])
})

test('a relay that was restored says anew when it received what is here: all of that is looked at again', async () => {
  const { learn, times } = await opened()
  const receptions = [0, 4, 6].map((clock, n) => ({ client: 7, clock, window: n + 1 }))
  learn('e1', receptions)
  const heard: string[] = []
  times.onKnown(dots => heard.push(dots.map(({ clock }) => clock).join()))
  learn('e2', receptions.slice(0, 2))
  learn('e2', receptions.slice(0, 2))
  learn('e2', [{ client: 7, clock: 6, window: 9 }])
  expect(heard).toEqual(['0,1,2,3,4,5,6,7,8,9', '0,1,2,3,4,5,6,7,8,9'])
})

const seeds = seedsOf(1, 50, process.env.SEEDS)
test(`the book finds what a list read from its end finds, whatever the order it was told in, seeds ${seeds[0]} to ${seeds.at(-1)}`, () => {
  for (const seed of seeds) {
    const random = new Random(seed)
    const list = Array.from({ length: random.int(12) }, (_, n) => ({ client: 7, clock: n * 3, window: n }))
    const book = new ReceptionBook()
    for (const each of [...list].sort(() => random.next() - 0.5)) expect(book.add(each)).toBe(true)
    for (const each of list) expect(book.add(each)).toBe(false)
    for (let clock = 0; clock < 40; clock++)
      expect((book.at(7, clock) ?? Number.NaN) / receptionWindowMs, `seed ${seed}, clock ${clock}`).toBe(
        list.findLast(each => each.clock <= clock)?.window ?? Number.NaN,
      )
  }
})
