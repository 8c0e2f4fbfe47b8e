import { once } from 'node:events'
import { encodeFrame, subprotocol } from '@commonplace/protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { testRelay } from './test-relay.fixture'

const names = { tenant: '', agent: 'ada', user: '', token: '', client: '' }

test('a socket that says nothing after a ping is cut at the next, one that answers it or says something else stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { url } = await testRelay()
  const open = async (autoPong: boolean) => {
    const socket = new WebSocket(url, subprotocol, { autoPong })
    await once(socket, 'open')
    return socket
  }
  const [silent, answering, speaking] = [await open(false), await open(true), await open(false)]
  const pinged = (...sockets: WebSocket[]) => Promise.all(sockets.map(socket => once(socket, 'ping')))
  const first = pinged(silent, answering, speaking)
  vi.advanceTimersByTime(30_000)
  await first
  speaking.send(encodeFrame({ type: 'hello', versions: [1, 1], ...names }))
  await once(speaking, 'message')
  // Its pong to the relay's ping went before.
  answering.ping()
  await once(answering, 'pong')
  const [cut, second] = [once(silent, 'close'), pinged(answering, speaking)]
  vi.advanceTimersByTime(30_000)
  expect((await cut)[0]).toBe(1006)
  await second
  expect([answering.readyState, speaking.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN])
  for (const socket of [answering, speaking]) socket.terminate()
})
