import { expect, test } from 'vitest'
import { addressOf, relayProblem, sourceFrom } from './source'

test('an address without relay and agent names no source', () => {
  expect(sourceFrom(new URL('http://localhost/?theme=dark'))).toBeUndefined()
})

test('a source survives its address, whatever its names contain', () => {
  const source = {
    relay: 'ws://localhost:4321',
    agent: 'support & co',
    user: 'ada#1',
    tenant: 'shop?',
    spaces: ['team', 'a&b'],
  }
  expect(sourceFrom(addressOf(source, new URL('http://localhost/page?agent=other#records')))).toEqual(source)
})

test('only WebSocket addresses are relays', () => {
  expect(relayProblem('')).toBeUndefined()
  expect(relayProblem('wss://relay.example/room')).toBeUndefined()
  expect(relayProblem('http://localhost:4321')).toContain('ws://')
  expect(relayProblem('localhost')).toContain('no address')
})
