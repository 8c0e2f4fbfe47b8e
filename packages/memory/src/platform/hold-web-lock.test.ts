import { afterEach, expect, test, vi } from 'vitest'
import { holdWebLock } from './hold-web-lock'

afterEach(() => vi.unstubAllGlobals())

type Hold = () => Promise<void> | undefined

/** A browser's locks, of which this one is asked for: what was asked, and how it ends. */
function stubLocks() {
  const asked: { hold: Hold; reject: (error: Error) => void }[] = []
  const request = (_name: string, _options: LockOptions, hold: Hold) =>
    new Promise<void>((_resolve, reject) => asked.push({ hold, reject }))
  vi.stubGlobal('navigator', { locks: { request } })
  return asked
}

test('a lock that is refused was never lost: a page that is being left would ask for it for ever', async () => {
  const asked = stubLocks()
  const onLost = vi.fn()
  holdWebLock('socket', { onHeld: vi.fn(), onLost })
  asked[0]!.reject(new DOMException('the document is not active', 'InvalidStateError'))
  await Promise.resolve()
  expect(onLost).not.toHaveBeenCalled()
})

test('a lock that is taken from its holder is told of, unless it was let go of', async () => {
  const asked = stubLocks()
  const onLost = vi.fn()
  for (const each of [0, 1]) {
    const letGo = holdWebLock('socket', { onHeld: vi.fn(), onLost })
    asked[each]!.hold()
    if (each === 1) letGo()
    asked[each]!.reject(new DOMException('stolen', 'AbortError'))
    await Promise.resolve()
  }
  expect(onLost).toHaveBeenCalledTimes(1)
})

test('a lock that is let go of as soon as it is held is free', async () => {
  const asked = stubLocks()
  const letGo: () => void = holdWebLock('socket', { onHeld: () => letGo() })
  await expect(asked[0]!.hold()).resolves.toBeUndefined()
})
