import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openMemory } from '@commonplace/memory'
import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'

/** A script that runs one of TypeScript: the loader of the command line does not reach a worker's own file. */
function sourceIn(path: string): string {
  const file = new URL(path, import.meta.url)
  return `import('tsx/esm/api').then(({ register }) => (register(), import('${file}')))`
}

test('the same memory runs in a worker thread, beside one in the main thread', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'worker-thread-'))
  const relay = await startRelay({ data: memoryStorage(), insecure: true })
  const main = await openMemory({ agent: { id: 'ada' }, relay: relay.url, storage: join(folder, 'main') })
  const worker = new Worker(sourceIn('./worker-thread.fixture.ts'), {
    eval: true,
    workerData: { relay: relay.url, storage: join(folder, 'worker') },
  })
  try {
    const failed = new Promise<never>((_, reject) => worker.once('error', reject))
    await main.add('from the main thread')
    const heard = new Promise(resolve => worker.once('message', resolve))
    expect(await Promise.race([heard, failed])).toBe('from the main thread')
    await expect.poll(async () => (await main.search('worker'))[0]?.record.content).toBe('from the worker thread')
  } finally {
    await worker.terminate()
    await main.close()
    await relay.close()
    await rm(folder, { recursive: true, force: true })
  }
})
