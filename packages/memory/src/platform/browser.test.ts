import { afterEach, expect, test } from 'vitest'
import { platform } from './browser'

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'indexedDB')
})

/** What a look at `indexedDB` gives. */
function give(get: () => unknown): void {
  Object.defineProperty(globalThis, 'indexedDB', { configurable: true, get })
}

async function countLeft(): Promise<number> {
  let count = 0
  for await (const _ of platform.leftStores!(['default', 'ada'], {})) count++
  return count
}

test('where the browser blocks storage no store was left behind, and another failure is not taken for that', async () => {
  give(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  })
  expect(await countLeft()).toBe(0)
  give(() => ({ databases: () => Promise.reject(new DOMException('Access is denied.', 'SecurityError')) }))
  expect(await countLeft()).toBe(0)
  give(() => ({ databases: () => Promise.reject(new DOMException('Internal error.', 'UnknownError')) }))
  await expect(countLeft()).rejects.toThrow('Internal error.')
})
