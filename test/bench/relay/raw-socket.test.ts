import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { toWebSocketMessage } from '../../../packages/relay/src/server/websocket-message'
import { RawSocket, sayAlive } from './raw-socket'

const lengths = [1, 125, 126, 20_000, 32_768, 65_535, 1, 65_536, 1, 300_000, 2, 700_000, 125, 32_769, 3]
const payloads = lengths.map((length, index) => Buffer.alloc(length, String.fromCharCode(97 + index)))
const sliceBytes = [1, 1, 7, 130, 3, 20_001, 9, 60_000, 2]

/** Takes one connection and sends it the messages in slices that know nothing of where one ends. */
async function serveSlices(): Promise<number> {
  const stream = Buffer.concat(payloads.map(toWebSocketMessage))
  const server = createServer({ noDelay: true }, async socket => {
    await once(socket, 'data')
    server.close()
    socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    for (let at = 0, slice = 0; at < stream.length; slice++) {
      const bytes = sliceBytes[slice % sliceBytes.length]!
      socket.write(stream.subarray(at, at + bytes))
      at += bytes
      await turn()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function receive(assembles: boolean) {
  const socket = await RawSocket.open({ port: await serveSlices(), path: '/', assembles })
  const received: { text: string; length: number }[] = []
  await new Promise<void>((resolve, reject) => {
    socket.onFailure(reject)
    socket.onMessage = (bytes, start, end, length) => {
      received.push({ text: bytes.toString('latin1', start, end), length })
      if (received.length === payloads.length) resolve()
    }
  })
  socket.close()
  return received
}

test('messages come out whole, wherever the stream was cut', async () => {
  const received = await receive(true)
  expect(received.map(({ length }) => length)).toEqual(lengths)
  for (const [index, { text }] of received.entries()) expect(text === payloads[index]!.toString('latin1')).toBe(true)
})

test('a socket that does not assemble gets all of a short message and the length of a long one with its head', async () => {
  const received = await receive(false)
  expect(received.map(({ length }) => length)).toEqual(lengths)
  for (const [index, { text, length }] of received.entries()) {
    expect(payloads[index]!.toString('latin1').startsWith(text)).toBe(true)
    expect(text.length).toBeGreaterThanOrEqual(length <= 32_768 ? length : 64)
  }
})

test('a socket that only counts bytes sees no ping, and says by itself that it is there until it closes', async () => {
  const arrived: Buffer[] = []
  const server = createServer(async served => {
    await once(served, 'data')
    served.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    served.on('data', bytes => {
      arrived.push(bytes)
      served.end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = await RawSocket.open({ port: (server.address() as AddressInfo).port, path: '/' })
  const ended = new Promise(resolve => socket.onFailure(resolve))
  sayAlive()
  socket.countsOnly = true
  sayAlive()
  await ended
  sayAlive()
  socket.close()
  server.close()
  await once(server, 'close')
  const emptyPong = [0x8a, 0x80, 0, 0, 0, 0]
  expect([...Buffer.concat(arrived)]).toEqual(emptyPong)
})

test('a socket whose server wants to hear more than pongs says that instead, and nothing before it is to be kept', async () => {
  const arrived: Buffer[] = []
  const server = createServer(async served => {
    await once(served, 'data')
    served.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    served.on('data', bytes => arrived.push(bytes))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = await RawSocket.open({ port, path: '/', alive: Uint8Array.of(5) })
  // Who stays silent is not made to speak.
  sayAlive()
  socket.keep()
  sayAlive()
  socket.countsOnly = true
  sayAlive()
  const said = [0x82, 0x81, 0, 0, 0, 0, 5]
  await vi.waitFor(() => expect([...Buffer.concat(arrived)]).toEqual([...said, ...said]))
  socket.close()
  sayAlive()
  server.close()
  await once(server, 'close')
})
