import { addToDeletes, type DeleteSet, describeUpdate, digestDeletes } from '@commonplace/protocol'
import { expect, test } from 'vitest'
import { payloadsOf, RawClient, Writer } from './raw-client.fixture'
import { testRelay } from './test-relay.fixture'

const limits = { bytesPerSecond: 2 ** 40, updatesPerSecond: 2 ** 40 }
const budgetBytes = 1024 * 1024
const payload = 'x'.repeat(200_000)
// More than the buffers of two sockets of the kernel and the budget together.
const updates = 120

async function member(url: string, agent: string, ids: number[] = []) {
  const client = await RawClient.greet(url, agent)
  const { joined } = await client.join('team', { ids })
  let seq = 0
  return {
    client,
    present(id: number, state = Uint8Array.of(1)): void {
      client.send({ type: 'presence', channel: joined.channel, client: id, state })
    },
    send(update: Uint8Array): void {
      seq++
      client.send({ type: 'update', channel: joined.channel, seq, lease: null, codec: 0, update })
    },
  }
}

/** Ada writes so much that whoever does not read falls behind, while Bob reads all of it. */
async function flooded(bounds: { stallMs: number }) {
  const { url } = await testRelay({ limits, bounds: { budgetBytes, ...bounds } })
  const [ada, bob, slow] = [
    await member(url, 'ada', [101]),
    await member(url, 'bob', [103]),
    await member(url, 'slow', [102]),
  ]
  const own = new Writer(102)
  slow.send(own.push('own'))
  await slow.client.next('ack')
  await bob.client.next('updates')
  slow.present(102)
  expect((await bob.client.next('presence-changed')).state).toHaveLength(1)
  slow.client.pause()
  const writer = new Writer(101)
  let received = 0
  for (let sent = 1; sent <= updates; sent++) {
    ada.send(writer.push(`${sent} ${payload}`))
    await ada.client.next('ack')
    while (received < sent) received += (await bob.client.next('updates')).updates.length
  }
  return { ada, bob, slow, writer, own }
}

test('FO5 FO6 a reader that was behind gets what it missed, deletes included, and is live again', async () => {
  const { ada, bob, slow, writer, own } = await flooded({ stallMs: 60_000 })
  ada.send(writer.change(doc => doc.getArray('w/2t/0').delete(0)))
  await ada.client.next('ack')
  await bob.client.next('updates')
  slow.client.resume()
  const received: Uint8Array[] = []
  const numbers: number[] = []
  const deletes: DeleteSet = new Map()
  const isComplete = () => numbers.at(-1) === updates + 2 && deletes.size > 0
  while (!isComplete()) {
    const frame = await slow.client.next('updates')
    numbers.push(frame.number)
    for (const update of frame.updates) {
      received.push(update.slice())
      addToDeletes(deletes, describeUpdate(update).deletes)
    }
  }
  const state = payloadsOf([...received, own.change(doc => doc.getArray('w/2u/0').push([]))])
  expect(state.get(101)).toHaveLength(updates - 1)
  expect(digestDeletes(deletes)).toBe(digestDeletes(new Map([[101, [[0, 1]]]])))
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  // Whole pieces, each once at most but for what was folded meanwhile.
  const bytes = received.reduce((sum, { length }) => sum + length, 0)
  expect(bytes).toBeLessThan(updates * payload.length * 1.5)

  ada.send(writer.push('live'))
  const live = await slow.client.next('updates')
  expect(
    payloadsOf([...received, ...live.updates])
      .get(101)!
      .at(-1),
  ).toBe('live')
  slow.send(own.push('after'))
  expect((await slow.client.next('ack')).upTo).toBe(2)
})

test('FO5 a reader that never reads is closed when nothing drains, and the others go on', async () => {
  const { ada, bob, slow, writer } = await flooded({ stallMs: 300 })
  // Who does not read hears nothing of it; the others see its presence end.
  while ((await bob.client.next('presence-changed')).state.length > 0);
  slow.client.resume()
  expect([1006, 4503]).toContain(await slow.client.closed)
  ada.send(writer.push('on'))
  await bob.client.next('updates')
})

test('PR3 PR4 a reader that was behind hears what others show by then, and what ended meanwhile', async () => {
  const { ada, bob, slow } = await flooded({ stallMs: 60_000 })
  const shown = async (id: number, to = ada) => {
    for (;;) {
      const { client, state } = await to.client.next('presence-changed')
      if (client === id) return [...state]
    }
  }
  bob.present(103)
  expect(await shown(103)).toEqual([1])
  bob.present(103, Uint8Array.of())
  expect(await shown(103)).toEqual([])
  ada.present(101)
  expect(await shown(101, bob)).toEqual([1])
  slow.client.resume()
  const heard: [number, number[]][] = []
  while (heard.length < 2) {
    const { client, state } = await slow.client.next('presence-changed')
    heard.push([client, [...state]])
  }
  expect(heard.sort()).toEqual([
    [101, [1]],
    [103, []],
  ])
})
