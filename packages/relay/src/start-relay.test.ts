import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { startRelay } from './start-relay'

test('an address that cannot be listened on says what to do', async () => {
  const first = await startRelay({ data: memoryStorage(), insecure: true })
  onTestFinished(() => first.close())
  await expect(startRelay({ data: memoryStorage(), insecure: true, port: first.port })).rejects.toThrow(
    /EADDRINUSE.*; end what listens there, or choose another port$/,
  )
})
