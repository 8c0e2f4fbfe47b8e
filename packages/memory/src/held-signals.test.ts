import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { open } from './open.fixture'

const collect = () => {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

const leftOf = (all: readonly WeakRef<object>[]) => {
  collect()
  return all.filter(each => each.deref() !== undefined).length
}

test('a run that is over is held by nothing, whatever its function left listening to its signal', async () => {
  const memory = await open('ada')
  const runs: WeakRef<object>[] = []
  const once = (key: string) =>
    memory.work.once(key, ({ signal }) => {
      const large = { of: new Uint8Array(1000) }
      runs.push(new WeakRef(large))
      signal.addEventListener('abort', () => large)
      return 1
    })
  for (let n = 0; n < 20; n++) await once(`call ${n}`)
  await expect.poll(() => leftOf(runs)).toBeLessThan(3)
})

test('a search that is over is held by nothing, however long its signal lives', async () => {
  const signals: WeakRef<object>[] = []
  const embed = async (texts: readonly string[], { signal }: { signal?: AbortSignal | undefined } = {}) => {
    signals.push(new WeakRef(signal!))
    return texts.map(() => new Float32Array([1, 0]))
  }
  const memory = await open('ada', { embedder: { id: 'two', dimensions: 2, embed } })
  const { signal } = new AbortController()
  for (let n = 0; n < 20; n++) await memory.search(`question ${n}`, { signal })
  expect(signals).toHaveLength(20)
  await expect.poll(() => leftOf(signals)).toBeLessThan(3)
  expect(signal.aborted).toBe(false)
})
