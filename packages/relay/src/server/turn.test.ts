import { expect, test } from 'vitest'
import { Turn } from './turn'

function setUp(msPerFlush: number) {
  const ends: (() => void)[] = []
  const flushed: string[] = []
  let now = 0
  const turn = new Turn(
    run => ends.push(run),
    () => now,
  )
  const socket = (name: string) => ({
    flush() {
      flushed.push(name)
      now += msPerFlush
    },
  })
  /** Ends a turn; says who was flushed in it. */
  const end = (): string => {
    for (const run of ends.splice(0)) run()
    return flushed.splice(0).join('')
  }
  return { turn, socket, end }
}

test('all who are written to in a turn are flushed at its end, once', () => {
  const { turn, socket, end } = setUp(0.01)
  for (const name of 'abc') turn.add(socket(name))
  expect(end()).toBe('abc')
  expect(end()).toBe('')
})

test('what takes long to flush is left to the next turns, before what is written in them', () => {
  const { turn, socket, end } = setUp(2)
  for (const name of 'abcde') turn.add(socket(name))
  expect(end()).toBe('abc')
  turn.add(socket('f'))
  expect(end()).toBe('def')
  expect(end()).toBe('')
})
