import { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { type Controlled, RelaySocket } from './relay-socket'
import { Turn } from './turn'

const budgetBytes = 200_000

/** A socket whose kernel takes a write when the test says so, and in whose loop a turn ends when the test says so. */
function setup() {
  const events: string[] = []
  const written: Buffer[] = []
  const taken: (() => void)[] = []
  const raw = Object.assign(
    new Duplex({
      read() {},
      write(chunk, _, done) {
        written.push(chunk)
        taken.push(done)
      },
    }),
    { setTimeout: (ms: number) => events.push(`ends after ${ms} ms`) },
  )
  const ws: Controlled = {
    isOpen: true,
    pause: () => events.push('paused'),
    resume: () => events.push('resumed'),
    ping() {},
    close: () => events.push(`closed after ${written.length} writes`),
    terminate() {},
  }
  const ends: (() => void)[] = []
  const turn = new Turn(run => ends.push(run))
  const socket = new RelaySocket(ws, raw, turn, { budgetBytes, stallMs: 1000 })
  socket.reader = { drained: () => events.push('drained') }
  const endTurn = () => {
    for (const end of ends.splice(0)) end()
  }
  /** The kernel takes the write that waits longest. */
  const take = async () => {
    taken.shift()?.()
    await new Promise(setImmediate)
  }
  const takeAll = async () => {
    while (taken.length > 0) await take()
  }
  const write = (length: number) => socket.write([new Uint8Array(length)])
  const texts = () => written.filter(({ length }) => length < 10).map(bytes => bytes.toString())
  return { events, written, socket, endTurn, take, takeAll, write, texts }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('a small message that has to wait is copied out of the buffer it shares, and one that goes at once is not', async () => {
  const { written, socket, endTurn, takeAll, write } = setup()
  const shared = new Uint8Array(64 * 1024)
  const send = () => {
    socket.write([shared.subarray(100, 110)])
    endTurn()
  }
  send()
  await takeAll()
  write(5000)
  endTurn()
  send()
  await takeAll()
  expect(written.map(({ length, buffer }) => [length, buffer === shared.buffer])).toEqual([
    [10, true],
    [5000, false],
    [10, false],
  ])
})

test('messages that are joined stay as they were while they wait, whatever other sockets write meanwhile', async () => {
  const slow = setup()
  const other = setup()
  const send = ({ socket, endTurn }: typeof slow, text: string) => {
    socket.write([bytes(text), bytes(text)])
    endTurn()
  }
  send(slow, 'one')
  send(slow, 'two')
  send(other, 'four')
  await other.takeAll()
  send(other, 'five')
  await slow.takeAll()
  await other.takeAll()
  expect([slow.texts(), other.texts()]).toEqual([
    ['oneone', 'twotwo'],
    ['fourfour', 'fivefive'],
  ])
})

test('FO5 a socket is behind when more than its budget waits, and what was taken since the turn began does not', async () => {
  const { events, socket, endTurn, takeAll, write } = setup()
  write(150_000)
  endTurn()
  write(10)
  await takeAll()
  write(100_000)
  expect(socket.isBehind, 'the kernel has taken most of it').toBe(false)
  endTurn()
  write(150_000)
  expect(socket.isBehind).toBe(true)
  endTurn()
  await takeAll()
  expect([socket.isBehind, events]).toEqual([
    false,
    ['drained', 'paused', 'ends after 1000 ms', 'ends after 0 ms', 'resumed', 'drained'],
  ])
})

test('PR3 of what is lossy a state that was held is not sent behind a later one of the same', async () => {
  const { socket, endTurn, take, takeAll, write, texts } = setup()
  write(50_000)
  endTurn()
  write(50_000)
  endTurn()
  socket.writeLossy('ada', [bytes('old')])
  socket.writeLossy('bob', [bytes('kept')])
  await take()
  socket.writeLossy('ada', [bytes('new')])
  endTurn()
  await takeAll()
  endTurn()
  await takeAll()
  expect(texts()).toEqual(['new', 'kept'])
})

test('what was written in the turn in which a socket is closed goes before its end', () => {
  const { events, socket, write } = setup()
  write(10)
  socket.close(1000, 'over')
  expect(events).toEqual(['resumed', 'closed after 1 writes'])
})
