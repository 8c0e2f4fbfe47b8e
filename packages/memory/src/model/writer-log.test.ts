import { expect, test } from 'vitest'
import type { EntryNode } from './entry-node'
import { WriterLog } from './writer-log'

test('present entries are found by clock and by range, across holes, while others leave', () => {
  const log = new WriterLog()
  const node = (clock: number): EntryNode => ({ client: 1, clock, raw: ['f/a', [], ''], superseders: 0 })
  const clocks = Array.from({ length: 400 }, (_, i) => (i < 200 ? i + 3 : i + 2 ** 40))
  for (const clock of clocks) log.append(node(clock))
  const gone = new Set<number>()
  for (const clock of clocks.filter((_, i) => i % 5 !== 0)) {
    log.remove(log.at(clock)!)
    gone.add(clock)
  }
  const left = clocks.filter(clock => !gone.has(clock))
  expect([...log.present()].map(({ clock }) => clock)).toEqual(left)
  expect(log.between(0, 2 ** 53).map(({ clock }) => clock)).toEqual(left)
  expect(log.between(8, 19).map(({ clock }) => clock)).toEqual([8, 13, 18])
  expect(left.every(clock => log.at(clock)?.clock === clock)).toBe(true)
  expect([0, 4, 203, 2 ** 39, 2 ** 41].map(clock => log.at(clock))).toEqual(new Array(5).fill(undefined))
})

test('an entry that has left is in no range, before the log is rewritten too', () => {
  const log = new WriterLog()
  for (const clock of [0, 1, 2]) log.append({ client: 1, clock, raw: ['f/a', [], ''], superseders: 0 })
  log.remove(log.at(1)!)
  expect(log.between(0, 3).map(({ clock }) => clock)).toEqual([0, 2])
  expect(log.at(1)).toBeUndefined()
})
