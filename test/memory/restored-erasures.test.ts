import { type Memory, openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { textOf } from '../../packages/memory/src/erase/text-of.fixture'
import { renewEpoch } from '../../packages/relay/src/log/relay-meta'
import { folderOfTest } from '../fixtures/folders'

test('what a curator erased goes from a relay that is restored from a backup with it, though its writer never comes back', async () => {
  const receiptKey = `${await folderOfTest()}/receipts.json`
  const curators = ['privacy']
  const start = async (data: ReturnType<typeof memoryStorage>, port = 0) => {
    const relay = await startRelay({ data, port, insecure: true, receiptKey })
    onTestFinished(() => relay.close())
    return relay
  }
  const data = memoryStorage()
  const relay = await start(data)
  const open = async (id: string): Promise<Memory> => {
    const memory = await openMemory({ agent: { id }, storage: memoryStorage(), relay: relay.url, curators })
    onTestFinished(() => memory.close())
    return memory
  }
  const [bob, privacy] = [await open('bob'), await open('privacy')]
  const { id } = await bob.add('SECRET', { consistency: 'relay' })
  await expect.poll(() => privacy.get(id)).toBeDefined()
  await bob.close()
  const backup = await copyOf(data)
  await privacy.erase({ ids: [id] })
  await expect.poll(async () => (await privacy.erasures())[0]?.relay).toBe('confirmed')
  await relay.close()
  await renewEpoch(backup, () => 'restored')
  expect(await textOf(backup)).toContain('SECRET')
  await start(backup, relay.port)
  await expect.poll(() => textOf(backup), { timeout: 10_000 }).not.toContain('SECRET')
  await privacy.sync.flush('relay')
  expect(privacy.sync.status.value).toMatchObject({ pending: 0, synced: true })
})

/** All that a storage holds, in another one. */
async function copyOf(from: ReturnType<typeof memoryStorage>) {
  const to = memoryStorage()
  for await (const { key, value } of from.range(Uint8Array.of(0), new Uint8Array(64).fill(255)))
    await to.commit([{ put: key.slice(), value: value.slice() }])
  return to
}
