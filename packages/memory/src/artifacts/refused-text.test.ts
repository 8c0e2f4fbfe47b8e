import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { open } from '../open.fixture'

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

test('to others a text that was refused has not come yet: they wait until their signal is aborted', async () => {
  const { ada, bob } = await strict()
  const told = new Promise(resolve => ada.on('error', resolve))
  const { id } = await ada.artifacts.put(text, { summary: 'a summary', consistency: 'local' })
  await told
  await expect.poll(async () => (await bob.getAll()).map(({ content }) => content)).toEqual(['a summary'])
  const enough = new AbortController()
  const opening = bob.artifacts.open(id, { signal: enough.signal })
  enough.abort(new Error('waited long enough'))
  await expect(opening).rejects.toThrow('waited long enough')
})
