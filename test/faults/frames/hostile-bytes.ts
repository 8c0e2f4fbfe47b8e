import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { subprotocol } from '@commonplace/protocol'
import type { SeededRandom } from '@commonplace/protocol/testing'
import type { Round } from './round'

const answerMs = 200

const request = (path: string, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`

const nativeRequest = request('/', `Sec-WebSocket-Protocol: ${subprotocol}\r\n`)
const stockRequest = request('/default/bytes')

const noise = (random: SeededRandom, most: number) =>
  Buffer.from(Array.from({ length: 1 + random.below(most) }, () => random.below(256)))

/** WebSocket frames that RFC 6455 forbids, or whose length is not what follows. */
const badFrames: readonly ((random: SeededRandom) => Buffer)[] = [
  () => Buffer.of(0x82, 0x01, 0x00), // not masked
  () => Buffer.of(0xf2, 0x80, 0, 0, 0, 0), // reserved bits
  () => Buffer.of(0x83, 0x80, 0, 0, 0, 0), // reserved opcode
  () => Buffer.of(0x80, 0x80, 0, 0, 0, 0), // continues nothing
  () => Buffer.of(0x09, 0x80, 0, 0, 0, 0), // a ping in parts
  () => Buffer.of(0x89, 0xfe, 0x00, 0x7e, 0, 0, 0, 0), // a ping of 126 bytes
  () => Buffer.of(0x88, 0x81, 0, 0, 0, 0, 0x03), // a close code cut in half
  () => Buffer.of(0x88, 0x82, 0, 0, 0, 0, 0x00, 0x01), // a close code that does not exist
  () => Buffer.of(0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28), // text that is not UTF-8
  () => Buffer.of(0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0), // 2^64 bytes announced
  () => Buffer.of(0x82, 0xff, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0), // 2 MiB announced
  () => Buffer.of(0x02, 0x80, 0, 0, 0, 0, 0x82, 0x80, 0, 0, 0, 0), // a message inside another
  random => noise(random, 200),
]

/** Whole conversations in bytes that are no WebSocket client's. */
const openings: readonly ((random: SeededRandom) => Buffer)[] = [
  random => noise(random, 500),
  random => Buffer.from(nativeRequest.slice(0, random.below(nativeRequest.length))),
  random => Buffer.concat([Buffer.from(nativeRequest), random.pick(badFrames)(random)]),
  random => Buffer.concat([Buffer.from(stockRequest), random.pick(badFrames)(random)]),
  () => Buffer.from(nativeRequest.replace('127.0.0.1', 'evil.example')),
  () => Buffer.from(nativeRequest.replace('websocket', 'h2c')),
  () => Buffer.from(request('/%ff%fe/%00')),
  () => Buffer.from(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`),
  () => Buffer.from('POST /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\nx'),
  () => Buffer.from('GET /healthz HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzzz'),
]

/** Sends bytes on a bare TCP socket and waits a moment for the relay to hang up. */
export async function hostileBytes(round: Round, random: SeededRandom): Promise<void> {
  const socket = await open(round)
  round.count('bytes')
  socket.write(random.pick(openings)(random))
  await ended(socket, answerMs)
}

/** A socket that says next to nothing and stays; the caller destroys it. */
export async function slowLoris(round: Round, random: SeededRandom): Promise<Socket> {
  const socket = await open(round)
  round.count('slow')
  const whole = Buffer.concat([Buffer.from(nativeRequest), Buffer.of(0x82, 0xfe, 0x40, 0x00, 0, 0, 0, 0)])
  socket.write(whole.subarray(0, 1 + random.below(whole.length)))
  return socket
}

async function open({ url }: Round): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.resume()
  await Promise.race([once(socket, 'connect'), once(socket, 'close')])
  return socket
}

async function ended(socket: Socket, ms: number): Promise<void> {
  if (socket.destroyed) return
  const gone = once(socket, 'close')
  const timer = setTimeout(() => socket.destroy(), ms)
  await gone
  clearTimeout(timer)
}
