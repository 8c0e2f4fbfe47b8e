import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { open, relayUrl } from '../open.fixture'

const text = 'LONG TEXT '.repeat(10_000)

/** Two memories on a relay that takes nothing over 40 kB. */
async function strict() {
  const relay = await startRelay({ data: memoryStorage(), insecure: true, limits: { updateBytes: 40_000 } })
  onTestFinished(() => relay.close())
  return { ada: await open('ada', { relay: relay.url }), bob: await open('bob', { relay: relay.url }) }
}

test('an artifact whose text the relay refuses is not put at the relay, and nothing of it is remembered', async () => {
  const { ada } = await strict()
  await expect(ada.artifacts.put(text, { summary: 'a summary', consistency: 'relay' })).rejects.toMatchObject({
    code: 'too-large',
  })
  expect(await ada.getAll()).toEqual([])
})

test('where a text is refused that was put before, an error tells it, and who opens it hears the reason in place of waiting', async () => {
  const { ada } = await strict()
  const told = new Promise(resolve => ada.on('error', resolve))
  const { id } = await ada.artifacts.put(text, { summary: 'a summary', consistency: 'local' })
  expect(await told).toMatchObject({ error: { code: 'too-large' }, during: 'sending artifacts' })
  await expect(ada.artifacts.open(id)).rejects.toMatchObject({ code: 'too-large' })
  await ada.sync.flush('relay')
  expect(ada.sync.status.value.pendingArtifacts).toBe(0)
})

test('who waits for a text that is refused then, or opens it later, hears that it will not come, and why', async () => {
  const { ada, bob } = await strict()
  ada.sync.pause()
  const { id } = await ada.artifacts.put(text, { summary: 'a summary', consistency: 'local' })
  const told = new Promise(resolve => ada.on('error', resolve))
  ada.sync.resume()
  await expect.poll(() => bob.get(id)).toBeDefined()
  await expect(bob.artifacts.open(id)).rejects.toMatchObject({ code: 'too-large', message: /agent "ada"/ })
  await told
  await expect(bob.artifacts.open(id)).rejects.toMatchObject({ code: 'too-large' })
})

test('a text whose last parts were refused, after the first were taken, is told of alike', async () => {
  const relay = await startRelay({ data: memoryStorage(), insecure: true, limits: { updateBytes: 100_000 } })
  onTestFinished(() => relay.close())
  const [ada, bob] = [await open('ada', { relay: relay.url }), await open('bob', { relay: relay.url })]
  const told = new Promise(resolve => ada.on('error', resolve))
  // Records of 96 kB, then one of 128 kB.
  const { id } = await ada.artifacts.put(`${'語'.repeat(128_000)}${'b'.repeat(128_000)}`, { summary: 'a summary' })
  await told
  await expect.poll(() => bob.get(id)).toBeDefined()
  await expect(bob.artifacts.open(id)).rejects.toMatchObject({ code: 'too-large' })
})

test('who waits for a text whose record is retracted meanwhile waits no longer', async () => {
  const url = await relayUrl()
  const [ada, bob] = [await open('ada', { relay: url }), await open('bob', { relay: url })]
  // A record of an artifact that nobody has put.
  const artifact = { segment: 7, parts: 1, length: 9, digest: 'none', type: 'text/plain' }
  const { id } = await ada.add('a summary', { metadata: { artifact }, consistency: 'relay' })
  await expect.poll(() => bob.get(id)).toBeDefined()
  const opening = bob.artifacts.open(id)
  opening.catch(() => {})
  await expect.poll(() => bob.sync.status.value.synced).toBe(true)
  await ada.retract(id, 'no such text')
  await expect(opening).rejects.toMatchObject({ code: 'unknown-record' })
})
