import { expect, test } from 'vitest'
import { AwarenessClocks } from './awareness-clocks'

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test('YW8 native presence gets clocks that grow, also over a restart of the relay', () => {
  let seconds = 1000
  const clocks = new AwarenessClocks(() => seconds)
  expect(clocks.render(1, json('a'))).toEqual([{ client: 1, clock: 1000, state: '"a"' }])
  expect(clocks.render(1, json('b'))).toEqual([{ client: 1, clock: 1001, state: '"b"' }])
  seconds = 1010
  expect(new AwarenessClocks(() => seconds).render(1, json('c'))[0]?.clock).toBe(1010)
})

test('YW8 a stock client keeps its own clock, and its end carries the last one', () => {
  const clocks = new AwarenessClocks(() => 1000)
  clocks.note(2, 7)
  expect(clocks.render(2, json({}))).toEqual([{ client: 2, clock: 7, state: '{}' }])
  expect(clocks.render(2, new Uint8Array())).toEqual([{ client: 2, clock: 7, state: 'null' }])
})

test('YW8 presence that is no JSON is not shown to stock clients', () => {
  const clocks = new AwarenessClocks(() => 1000)
  expect(clocks.render(1, Uint8Array.of(0xff, 0xfe))).toEqual([])
  expect(clocks.render(1, new Uint8Array())).toEqual([])
})
