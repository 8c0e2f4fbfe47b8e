import { memoryStorage } from '@commonplace/storage/memory'
import { expect, test } from 'vitest'
import { startRelay } from './index'

test.each<[object, string]>([
  [{ port: 'x' }, 'port: '],
  [{ port: 70_000 }, 'port: '],
  [{ host: 5 }, 'host: '],
  [{ data: null }, 'data: '],
  [{ data: '' }, 'data: '],
  [{ insecure: 'yes' }, 'insecure: '],
  [{ limits: { updateBytes: -1 } }, 'limits.updateBytes: '],
  [{ limits: { updateByte: 1 } }, 'limits.updateByte: '],
  [{ idleMs: 'x' }, 'idleMs: '],
  [{ logger: 5 }, 'logger: '],
  [{ receiptKey: '' }, 'receiptKey: '],
  [{ prot: 1 }, 'prot: '],
])('a relay that is given %j does not start, and says why', async (options, named) => {
  const starting = startRelay({ data: memoryStorage(), insecure: true, ...options } as never)
  await expect(starting).rejects.toThrow(`what startRelay is given is not valid: ${named}`)
})
