import { inflateRawSync } from 'node:zlib'
import { codecDeflated, codecV1, decodePacked, defaultLimits } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const text = (index: number) => `note ${index}: ${'the quick brown fox jumps over the lazy dog, '.repeat(4)}`
const notes = Array.from({ length: 400 }, (_, index) => text(index))

/** A relay with a room of one large piece, and how a fresh reader of a version gets it. */
async function setup() {
  const { url } = await testRelay()
  const writer = await RawClient.greet(url, 'ada')
  const author = new Writer(2 ** 40 + 1)
  const { joined } = await writer.join('notes', { ids: [author.client] })
  const { channel } = joined
  let seq = 0
  const join = async (version: number, vector = new Map<number, number>()) => {
    const reader = await RawClient.greet(url, 'bob', '', version)
    const answer = await reader.join('notes', { vector })
    reader.close()
    return answer
  }
  const send = async (...texts: readonly string[]) => {
    writer.send({ type: 'update', channel, seq: ++seq, lease: null, codec: 0, update: author.push(...texts) })
    await writer.next('ack')
  }
  await send(...notes)
  return { author, send, join }
}

test('VN6 a joiner of version 2 gets a piece deflated once it is, and one of version 1 never', async () => {
  const { author, join } = await setup()
  const plain = await join(1)
  let packed = await join(2)
  // The first one has it made.
  while (packed.pieces[0]!.codec === codecV1) packed = await join(2)
  const [piece] = packed.pieces
  expect(packed.pieces).toMatchObject([{ codec: codecDeflated }])
  expect(packed.joined.bytes).toBe(piece!.update.length)
  const { size, deflated } = decodePacked(piece!.update, defaultLimits)
  expect(deflated.length).toBeLessThan(size / 4)
  const update = new Uint8Array(inflateRawSync(deflated))
  expect(update).toEqual(plain.pieces[0]!.update)
  expect(size).toBe(update.length)
  expect(payloadsOf([update]).get(author.client)).toEqual(notes)
  expect((await join(1)).pieces).toEqual(plain.pieces)
})

test('VN6 JN19 what is cut out of a piece is not deflated', async () => {
  const { author, join } = await setup()
  while ((await join(2)).pieces[0]!.codec === codecV1);
  const { pieces } = await join(2, new Map([[author.client, notes.length - 1]]))
  expect(pieces).toMatchObject([{ codec: codecV1 }])
  expect(pieces[0]!.update.length).toBeLessThan(1000)
})

test('VN6 records of a busy room are deflated that are too few to be folded', async () => {
  const { send, join } = await setup()
  for (let start = 0; start < notes.length; start += 100) await send(...notes.slice(start, start + 100))
  const codecs = async () => (await join(2)).pieces.map(({ codec }) => codec)
  await expect.poll(codecs, { timeout: 5000 }).toEqual(Array(5).fill(codecDeflated))
})
