import { expect, test } from 'vitest'
import type { InspectedStatus, InspectedStorage } from '../memory-face'
import { linkOf } from './link'

const status = (connection: InspectedStatus['connection'], code?: string) =>
  ({ connection, pending: 0, spaces: {}, ...(code && { lastError: { code, message: 'no' } }) }) as InspectedStatus

const onDisk: InspectedStorage = { kind: 'disk', waiting: 0, waitingBytes: 0 }

test.each(['waiting', 'connecting', 'greeting'] as const)(
  'a refused token stays refused while the connection is %s',
  connection => {
    expect(linkOf(status(connection, 'unauthorised'), null, onDisk).state).toBe('turned-away')
    expect(linkOf(status(connection, '1006'), null, onDisk).state).toBe('connecting')
  },
)

test('a connection that came about is online', () => {
  expect(linkOf(status('online'), null, onDisk).state).toBe('online')
})

test('nothing is said to be kept on a device that does not keep it', () => {
  const alone = status('none')
  const away = { ...status('paused'), pending: 2 }
  expect([linkOf(alone, null, onDisk).safety, linkOf(away, null, onDisk).safety]).toEqual([
    'Durable on this device',
    '2 writes kept on this device',
  ])
  const lost = { code: 'storage-failed', message: 'gone', hint: 'open it again' }
  for (const storage of [
    { ...onDisk, lost },
    { ...onDisk, waiting: 1 },
    { ...onDisk, kind: 'memory' as const },
  ]) {
    expect([linkOf(alone, null, storage).safety, linkOf(away, null, storage).safety]).toEqual([
      'Not durable on this device',
      '2 writes not sent, not all on disk',
    ])
  }
})
