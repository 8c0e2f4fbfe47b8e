import { expect, test } from 'vitest'
import type { InspectedStatus } from '../memory-face'
import { linkOf } from './link'

const status = (connection: InspectedStatus['connection'], code?: string) =>
  ({ connection, pending: 0, spaces: {}, ...(code && { lastError: { code, message: 'no' } }) }) as InspectedStatus

test.each(['waiting', 'connecting', 'greeting'] as const)(
  'a refused token stays refused while the connection is %s',
  connection => {
    expect(linkOf(status(connection, 'unauthorised'), null).state).toBe('turned-away')
    expect(linkOf(status(connection, '1006'), null).state).toBe('connecting')
  },
)

test('a connection that came about is online', () => {
  expect(linkOf(status('online'), null).state).toBe('online')
})
