import { expect, test } from 'vitest'
import { ComputedObservable } from './observable'

test('listeners hear the present value, then one frozen value a microtask however often it changed', async () => {
  let count = 1
  const observable = new ComputedObservable(() => ({ count }))
  const heard: number[] = []
  const stop = observable.subscribe(value => heard.push(value.count))
  for (count of [2, 3, 4]) observable.touch()
  expect(observable.value).toEqual({ count: 4 })
  expect(Object.isFrozen(observable.value)).toBe(true)
  await Promise.resolve()
  expect(heard).toEqual([1, 4])
  stop()
  observable.touch()
  await Promise.resolve()
  expect(heard).toEqual([1, 4])
})

test('the value is the same object as long as nothing changed', () => {
  const observable = new ComputedObservable(() => ({}))
  expect(observable.value).toBe(observable.value)
})

test('a value that nobody listens for is not computed before somebody looks', async () => {
  let computed = 0
  const observable = new ComputedObservable(() => ({ computed: ++computed }))
  for (let change = 0; change < 3; change++) {
    observable.touch()
    await Promise.resolve()
  }
  expect(computed).toBe(0)
  expect(observable.value).toEqual({ computed: 1 })
  observable.subscribe(() => {})()
  observable.touch()
  await Promise.resolve()
  expect(computed).toBe(1)
})
