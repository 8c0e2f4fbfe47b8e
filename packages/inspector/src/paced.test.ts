import { expect, test } from 'vitest'
import type { Observable } from './memory-face'
import { Paced, together } from './paced'

/** A value that tells each of its changes, and moments that come when they are told to. */
function scene() {
  const listeners = new Set<(value: number) => void>()
  const waiting: (() => void)[] = []
  const source: Observable<number> & { value: number } = {
    value: 0,
    subscribe(listener) {
      listeners.add(listener)
      listener(this.value)
      return () => listeners.delete(listener)
    },
  }
  const set = (value: number) => {
    source.value = value
    for (const listener of listeners) listener(value)
  }
  const pass = () => {
    for (const callback of waiting.splice(0)) callback()
  }
  return { source, listeners, waiting, set, pass, later: (callback: () => void) => waiting.push(callback) }
}

test('a change is told at once, and of a thousand that follow it closely the last one', () => {
  const { source, set, pass, later } = scene()
  const paced = new Paced(source, later)
  const told: number[] = []
  paced.subscribe(value => told.push(value))
  pass()
  for (let i = 1; i <= 1000; i++) set(i)
  expect([paced.value, told]).toEqual([1, [0, 1]])
  pass()
  expect([paced.value, told]).toEqual([1000, [0, 1, 1000]])
  set(1001)
  expect(told).toHaveLength(3)
  pass()
  pass()
  set(1002)
  expect(told).toEqual([0, 1, 1000, 1001, 1002])
})

test('it listens while somebody listens to it', () => {
  const { source, listeners, set, pass, later } = scene()
  const paced = new Paced(source, later)
  const told: number[] = []
  const stops = [paced.subscribe(value => told.push(value)), paced.subscribe(() => {})]
  expect(listeners.size).toBe(1)
  for (const stop of stops) stop()
  expect(listeners.size).toBe(0)
  pass()
  set(1)
  expect(told).toEqual([0])
  paced.subscribe(value => told.push(value))
  expect(told).toEqual([0, 1])
})

test('what is put off by several runs in one go, and what that puts off the next time', () => {
  const { waiting, pass, later } = scene()
  const soon = together(later)
  const ran: string[] = []
  soon(() => {
    ran.push('a')
    soon(() => ran.push('c'))
  })
  soon(() => ran.push('b'))
  expect(waiting).toHaveLength(1)
  pass()
  expect(ran).toEqual(['a', 'b'])
  pass()
  expect(ran).toEqual(['a', 'b', 'c'])
})
