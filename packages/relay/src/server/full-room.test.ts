import { mergeUpdates } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const client = 101
const name = `w/${client.toString(36)}/0`

/** A writer in a room that holds ten updates of a thousand bytes and no eleventh. */
async function fullRoom() {
  const relay = await testRelay({ limits: { roomBytes: 10_400 } })
  const ada = await RawClient.greet(relay.url, 'ada')
  const writer = new Writer(client)
  const join = async () => (await ada.join('team', { ids: [client] })).joined.channel
  let channel = await join()
  let seq = 0
  /** What becomes of an update; after a refusal the room is joined again. */
  const send = async (update: Uint8Array): Promise<string> => {
    ada.send({ type: 'update', channel, seq: ++seq, lease: null, codec: 0, update })
    while (!ada.pending.includes('refused')) {
      await ada.settle()
      while (ada.pending.includes('ack')) if ((await ada.next('ack')).upTo === seq) return 'taken'
    }
    const { code } = await ada.next('refused')
    channel = await join()
    seq = 0
    return code
  }
  for (let n = 0; n < 10; n++) expect(await send(writer.push('x'.repeat(1000)))).toBe('taken')
  return { send, writer, remove: (index = 0) => writer.change(doc => doc.getArray(name).delete(index)) }
}

test('LM9 CP9 a full room takes what only deletes, is compacted for it, and takes what is written again', async () => {
  const { send, writer, remove } = await fullRoom()
  const late = writer.push('y'.repeat(1000))
  expect(await send(late)).toBe('quota')
  const deletion = remove()
  expect(await send(mergeUpdates([late, deletion]))).toBe('quota')
  expect(await send(deletion)).toBe('taken')
  await expect.poll(() => send(late)).toBe('taken')
  expect(await send(writer.push('z'.repeat(1000)))).toBe('quota')
})

test('CP9 what was deleted before a room was full goes when it is', async () => {
  const { send, writer, remove } = await fullRoom()
  expect(await send(remove())).toBe('taken')
  const late = writer.push('y'.repeat(1000))
  expect(await send(late)).toBe('quota')
  await expect.poll(() => send(late)).toBe('taken')
})
