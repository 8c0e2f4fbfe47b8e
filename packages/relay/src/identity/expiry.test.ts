import { expect, test } from 'vitest'
import { Expiry } from './expiry'
import { HandClock } from './tokens.fixture'

function start() {
  const clock = new HandClock()
  const ends: number[] = []
  const begun = clock.now()
  return { clock, ends, expiry: new Expiry(clock, () => ends.push(clock.now() - begun)) }
}

test('TK6 the end comes by itself, and later when it was put off', () => {
  const { clock, ends, expiry } = start()
  expiry.set(1000)
  clock.pass(999)
  expect([ends, expiry.isOver]).toEqual([[], false])
  expiry.set(1000)
  clock.pass(999)
  expect(ends).toEqual([])
  clock.pass(1)
  expect([ends, expiry.isOver]).toEqual([[1999], true])
})

test('TK6 the end has come even when its timer is late', () => {
  const { clock, ends, expiry } = start()
  expiry.set(1000)
  clock.pass(1000, true)
  expect([ends, expiry.isOver]).toEqual([[], true])
})

test('what has no end, and what was stopped, leaves no timer', () => {
  const { clock, ends, expiry } = start()
  expect(expiry.isSet).toBe(false)
  expiry.set(null)
  expect([expiry.isSet, clock.waiting]).toEqual([false, 0])
  expiry.set(1000)
  expiry.stop()
  clock.pass(2000)
  expect([ends, expiry.isOver, clock.waiting]).toEqual([[], false, 0])
})
