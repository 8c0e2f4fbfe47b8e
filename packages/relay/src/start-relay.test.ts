import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startRelay } from './start-relay'

test('an address that cannot be listened on says what to do', async () => {
  const first = await startRelay({ data: memoryStorage(), insecure: true })
  onTestFinished(() => first.close())
  await expect(startRelay({ data: memoryStorage(), insecure: true, port: first.port })).rejects.toThrow(
    /EADDRINUSE.*; end what listens there, or choose another port$/,
  )
})

test('on Bun it does not start: every connection would open there, and none be answered', async () => {
  vi.spyOn(process, 'versions', 'get').mockReturnValue({ ...process.versions, bun: '1.4.5' })
  onTestFinished(() => void vi.restoreAllMocks())
  await expect(startRelay({ data: memoryStorage(), insecure: true })).rejects.toThrow(
    /Bun \(1\.4\.5\): start it with Node/,
  )
})
