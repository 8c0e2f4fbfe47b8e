import { expect, test } from 'vitest'
import { lazy, lazyData, loadParts } from './lazy'

test('a part is loaded with the first call, once for all callers', async () => {
  let loads = 0
  const part = lazy(async () => {
    loads++
    return { double: (n: number) => 2 * n }
  })
  expect(loads).toBe(0)
  expect(await Promise.all([part(({ double }) => double(1)), part(({ double }) => double(2))])).toEqual([2, 4])
  expect(loads).toBe(1)
})

test('a part that could not be fetched is `offline`, and tried again with the next call', async () => {
  let isReachable = false
  const part = lazy(async () => {
    if (!isReachable) throw new TypeError('Failed to fetch dynamically imported module')
    return { answer: 42 }
  })
  // A service worker may not import, and no network is to blame for it.
  const hint = expect.stringContaining('make a service worker one file')
  await expect(part(({ answer }) => answer)).rejects.toMatchObject({ code: 'offline', hint })
  isReachable = true
  expect(await part(({ answer }) => answer)).toBe(42)
})

test('an import that throws at once is `offline` as well: a policy of the page may forbid it before there is a promise', async () => {
  const fault = new TypeError('This document requires TrustedScriptURL assignment')
  const forbidden = lazy((): Promise<{ answer: number }> => {
    throw fault
  })
  await expect(forbidden(({ answer }) => answer)).rejects.toMatchObject({ code: 'offline', cause: fault })
  await loadParts(() => undefined)
})

test('in Node parts are imported one after the other, as Jest needs it, and one that cannot be imported holds up none', async () => {
  const seen: string[] = []
  const load = (name: string, fails: boolean) =>
    lazyData(async () => {
      seen.push(`${name} begins`)
      await new Promise(setImmediate)
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
    })()
  await Promise.allSettled([load('one', true), load('two', false), load('three', false)])
  expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends'])
})

test('what a verb throws travels on as it is', async () => {
  const part = lazy(async () => ({}))
  const fault = new Error('of the verb')
  await expect(part(() => Promise.reject(fault))).rejects.toBe(fault)
})

test('data is `offline` like a part, but not fetched in an idle moment', async () => {
  let loads = 0
  const data = lazyData(async () => {
    if (++loads === 1) throw new TypeError('Failed to fetch dynamically imported module')
    return { answer: 42 }
  })
  await loadParts(() => undefined)
  expect(loads).toBe(0)
  await expect(data()).rejects.toMatchObject({ code: 'offline' })
  expect(await data()).toEqual({ answer: 42 })
  await data()
  expect(loads).toBe(2)
})

test('in an idle moment each part is asked for in a turn of its own, and one that cannot be fetched keeps none from the others', async () => {
  const asked: string[] = []
  lazy(async () => {
    asked.push('one')
    throw new TypeError('Failed to fetch dynamically imported module')
  })
  lazy(async () => asked.push('other'))
  await loadParts(async () => void asked.push('pause'))
  expect(asked.slice(asked.indexOf('one'))).toEqual(['one', 'pause', 'other', 'pause'])
})
