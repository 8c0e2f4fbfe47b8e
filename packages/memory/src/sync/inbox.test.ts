import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { codecDeflated, encodePacked, FrameError, type RelayFrame } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import type { Inflate } from './connection-options'
import { Inbox } from './inbox'

const update = new TextEncoder().encode('what was written, '.repeat(50))
const deflated = new Uint8Array(deflateRawSync(update))
const piece = (index: number, size = update.length): RelayFrame => ({
  type: 'piece',
  channel: 1,
  index,
  codec: codecDeflated,
  update: encodePacked({ size, deflated }),
})
const plain = (index: number) => ({ type: 'piece', channel: 1, index, codec: 0, update })
const synced: RelayFrame = { type: 'synced', channel: 1 }
const atOnce: Inflate = bytes => new Uint8Array(inflateRawSync(bytes))

function setup(inflate: Inflate | undefined) {
  const taken: unknown[] = []
  const faults: unknown[] = []
  const inbox = new Inbox(
    inflate,
    frame => taken.push(frame),
    error => faults.push(error),
  )
  return { inbox, taken, faults }
}

/** Inflates when it is told to, the pieces in any order. */
function later() {
  const waiting: (() => void)[] = []
  const inflate: Inflate = (bytes, size) =>
    new Promise((resolve, reject) =>
      waiting.push(() => (size === update.length ? resolve(atOnce(bytes, size)) : reject(new Error('not so large')))),
    )
  const settle = () => new Promise(resolve => setImmediate(resolve))
  return { inflate, settle, release: () => waiting.splice(0).forEach(run => void run()) }
}

test('JN22 what is inflated at once is handed on at once', () => {
  const { inbox, taken } = setup(atOnce)
  inbox.take(piece(0))
  inbox.take(synced)
  expect(taken).toEqual([plain(0), synced])
})

test('JN22 whatever comes behind a piece that is being inflated waits for it', async () => {
  const { inflate, settle, release } = later()
  const { inbox, taken } = setup(inflate)
  for (const frame of [piece(0), synced, piece(1), synced]) inbox.take(frame)
  inbox.after(() => taken.push('closed'))
  await settle()
  expect(taken).toEqual([])
  release()
  await settle()
  expect(taken).toEqual([plain(0), synced])
  release()
  await settle()
  expect(taken).toEqual([plain(0), synced, plain(1), synced, 'closed'])
  inbox.take(synced)
  expect(taken.length).toBe(6)
})

test('JN21 a piece that does not inflate to what it declares is a fault, and nothing behind it is taken', async () => {
  const { inflate, settle, release } = later()
  const { inbox, taken, faults } = setup(inflate)
  for (const frame of [piece(0, 7), synced]) inbox.take(frame)
  release()
  await settle()
  expect(taken).toEqual([])
  expect(faults).toEqual([new FrameError('invalid', 'piece 0 does not inflate: Error: not so large')])
})

test('JN21 a piece that declares too much, or that nobody asked for, is a fault at once', () => {
  expect(() => setup(atOnce).inbox.take(piece(0, 2 ** 30))).toThrow('a piece of 1073741824 bytes')
  expect(() => setup(undefined).inbox.take(piece(0))).toThrow('was not asked for')
})

test('what a socket hands over at once is taken in with turns in between, in its order', async () => {
  const taken: unknown[] = []
  const turns: (() => void)[] = []
  const inbox = new Inbox(
    atOnce,
    frame => taken.push(frame),
    () => {},
    () => new Promise<void>(resolve => turns.push(resolve)),
  )
  for (const frame of [piece(0), piece(1), synced]) inbox.take(frame)
  inbox.after(() => taken.push('closed'))
  const all = [plain(0), plain(1), synced, 'closed']
  for (let count = 1; count <= 3; count++) {
    expect(taken).toEqual(all.slice(0, count))
    turns.shift()!()
    await new Promise(resolve => setImmediate(resolve))
  }
  expect(taken).toEqual(all)
})
