import { subprotocol } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { systemClock } from '../identity/clock'
import { testKey, testPolicy } from '../identity/tokens.fixture'
import { checkedAllowList } from './allow-list'
import { testRelay } from './test-relay.fixture'

test('TK12 a page and a host name that are not on the list are turned away; who is no page is let through', async () => {
  const { jwk } = await testKey(systemClock)
  const tokens = { keys: { keys: [jwk] }, policy: testPolicy }
  const allowed = { origins: ['https://app.example'], hosts: ['relay.example'] }
  const { url } = await testRelay({ tokens, allowed })
  const answer = (headers: Record<string, string>): Promise<number> =>
    new Promise(resolve => {
      const ws = new WebSocket(url, subprotocol, { headers })
      ws.on('open', () => {
        resolve(101)
        ws.close()
      })
      ws.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      ws.on('error', () => {})
    })
  expect(await answer({})).toBe(101)
  expect(await answer({ origin: 'https://app.example', host: 'relay.example:4321' })).toBe(101)
  for (const origin of ['https://evil.example', 'http://app.example', 'https://app.example:8443', 'null']) {
    expect(await answer({ origin }), origin).toBe(403)
  }
  for (const host of ['rebound.example', 'relay.example.evil.example']) {
    expect(await answer({ host }), host).toBe(403)
  }
})

test.each([
  [{ origins: ['https://app.example/'] }, 'is no origin'],
  [{ origins: ['app.example'] }, 'is no origin'],
  [{ hosts: ['relay.example:4321'] }, 'is no host name'],
  [{ hosts: ['Relay.example'] }, 'is no host name'],
])('a list that would fit nothing is refused: %o', (list, message) => {
  expect(() => checkedAllowList(list)).toThrow(message)
})
