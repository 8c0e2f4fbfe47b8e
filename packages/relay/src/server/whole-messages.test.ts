import type { IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type Audience, LateWebSocket, tellClosed } from './late-web-socket'
import type { RelaySocket } from './relay-socket'
import { readWholeMessages, type WholeReader } from './whole-messages'

const mostBytes = 70_000
const request = {
  method: 'GET',
  headers: { upgrade: 'websocket', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'sec-websocket-version': '13' },
} as IncomingMessage

/** When this side closes: at its so manieth message, or between two reads. */
interface Close {
  readonly atMessage?: number
  readonly afterRead?: number
}

/** What somebody hears of a socket that read these chunks, and what went back. */
async function heard(chunks: readonly Buffer[], isLate: boolean, { atMessage, afterRead }: Close) {
  const lines: string[] = []
  let answered = ''
  const raw = new Duplex({
    read() {},
    write(bytes: Buffer, _, done) {
      answered += bytes.toString('hex')
      done()
    },
  })
  let ws: Pick<WebSocket, 'close'>
  const message = (data: Buffer, isBinary: boolean): void => {
    lines.push(`${isBinary ? 'binary' : 'text'} ${data.length} ${data.toString('base64')}`)
    if (lines.length === atMessage) ws.close(4000, 'enough')
  }
  const audience: Audience<null> = {
    message: (_, data, isBinary) => message(data, isBinary),
    pong: () => lines.push('pong'),
    error: error => lines.push(`error ${error.message}`),
    closed: () => lines.push('closed'),
  }
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: mostBytes,
    maxFragments: 8,
  }
  const kind = isLate ? (LateWebSocket as unknown as typeof WebSocket) : WebSocket
  let readByUs = 0
  new WebSocketServer({ ...options, WebSocket: kind }).handleUpgrade(request, raw, Buffer.alloc(0), made => {
    ws = made
    if (isLate) {
      const late = made as unknown as LateWebSocket<null>
      const socket = { write: (parts: Uint8Array[]) => raw.write(Buffer.concat(parts)) }
      raw.on('close', () => tellClosed(raw))
      late.serve(socket as unknown as RelaySocket, null, audience)
      const { receive } = late
      late.receive = bytes => {
        readByUs++
        receive.call(late, bytes)
      }
      return
    }
    made.on('message', message)
    made.on('pong', () => audience.pong(null as never))
    made.on('error', audience.error)
    made.on('close', () => audience.closed(null as never))
  })
  chunks.forEach((chunk, index) => {
    raw.emit('data', Buffer.from(chunk))
    if (index === afterRead) ws.close(4000, 'enough')
  })
  await new Promise(resolve => setImmediate(resolve))
  raw.destroy()
  await new Promise(resolve => setImmediate(resolve))
  return { said: { lines, answered }, readByUs }
}

function frame(random: SeededRandom, first: number, length: number, isMasked = true): Buffer {
  const mask = random.chance(0.3) ? Buffer.alloc(4) : Buffer.from([1, 2, 3, 4].map(() => random.below(256)))
  const short = length < 126 ? length : length < 65_536 ? 126 : 127
  const head = Buffer.alloc(short === 126 ? 4 : short === 127 ? 10 : 2)
  head[0] = first
  head[1] = (isMasked ? 0x80 : 0) | short
  if (short === 126) head.writeUInt16BE(length, 2)
  if (short === 127) head.writeBigUInt64BE(BigInt(length), 2)
  const body = Buffer.alloc(length, random.below(128))
  return Buffer.concat([
    head,
    ...(isMasked ? [mask] : []),
    body.map((byte, at) => byte ^ (isMasked ? mask[at & 3]! : 0)),
  ])
}

/** Mostly whole binary messages; among them what only `ws` reads, and now and then what it refuses. */
function session(random: SeededRandom): Buffer[] {
  const frames: Buffer[] = []
  while (frames.length < 40) {
    const roll = random.next()
    const length = random.chance(0.05) ? random.pick([65_535, 65_536, mostBytes]) : random.pick([0, 1, 60, 126, 3000])
    if (roll < 0.7) frames.push(frame(random, 0x82, random.pick([1, 5, 125, 126, 150])))
    else if (roll < 0.8) frames.push(frame(random, random.pick([0x81, 0x82]), length))
    else if (roll < 0.88) frames.push(frame(random, random.pick([0x89, 0x8a]), random.below(126)))
    else if (roll < 0.9) {
      frames.push(frame(random, random.pick([0x01, 0x02]), 9), frame(random, 0x00, length % 300))
      if (random.chance(0.5)) frames.push(frame(random, 0x8a, 3))
      if (random.chance(0.95)) frames.push(frame(random, 0x80, 20))
    } else if (roll < 0.91) frames.push(frame(random, 0x88, random.pick([0, 2])))
    else if (roll < 0.92)
      frames.push(frame(random, random.pick([0x82, 0xc2, 0x83, 0x80, 0x8b]), 30, random.chance(0.5)))
    else if (roll < 0.925) frames.push(frame(random, random.pick([0x82, 0x89]), mostBytes + 1))
  }
  return frames
}

function cut(random: SeededRandom, bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  const longest = random.pick([9, 40, 700, 70_000])
  for (let at = 0; at < bytes.length; ) {
    const next = at + 1 + random.below(longest)
    chunks.push(bytes.subarray(at, next))
    at = next
  }
  return chunks
}

test('FR14 LM3 whatever frames come, and wherever reads cut them, they are heard as ws alone hears them', async () => {
  let readByUs = 0
  for (let seed = 1; seed <= 100; seed++) {
    const random = new SeededRandom(seed)
    const chunks = cut(random, Buffer.concat(session(random)))
    const close = random.chance(0.5)
      ? {}
      : random.chance(0.5)
        ? { atMessage: 1 + random.below(20) }
        : { afterRead: random.below(chunks.length) }
    const ours = await heard(chunks, true, close)
    const theirs = await heard(chunks, false, close)
    expect(ours.said, `seed ${seed}`).toEqual(theirs.said)
    readByUs += ours.readByUs
  }
  expect(readByUs).toBeGreaterThan(300)
})

test('a message that comes in many reads is put together once, when all of it is there', () => {
  const received: number[] = []
  const reader: WholeReader = {
    mostBytes,
    isLeft: false,
    held: null,
    missing: 0,
    receive: message => received.push(message.length),
    pinged() {},
    ponged() {},
  }
  const message = Buffer.concat([Buffer.of(0x82, 0xfe, 0x03, 0xe8, 0, 0, 0, 0), Buffer.alloc(1000)])
  const held: (number | undefined)[] = []
  for (let at = 0; at < message.length; at += 252) {
    expect(readWholeMessages(reader, message.subarray(at, at + 252))).toBeNull()
    held.push(reader.held?.length)
  }
  expect([held, received]).toEqual([[1, 2, 3, undefined], [1000]])
})
