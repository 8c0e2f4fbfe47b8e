import { decodeRelayFrame, defaultLimits } from '@commonplace/protocol'
import { startLoopbackRelay } from '@commonplace/relay/loopback'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import type { Core } from './core'
import { openMemory } from './open-memory'
import type { SocketLike } from './sync'

/** Sockets that hand over all pieces of a room in one turn of the event loop, as one does that is read late. */
function handOverAtOnce(openSocket: (url: string, protocols: readonly string[]) => unknown, after: () => void) {
  const held: { data: ArrayBuffer }[] = []
  return (url: string, protocols: readonly string[]) =>
    new Proxy(openSocket(url, protocols) as SocketLike, {
      set(target, name, value) {
        const hear = (message: { data: ArrayBuffer }) => {
          const { type } = decodeRelayFrame(new Uint8Array(message.data), defaultLimits)
          if (type === 'piece') return held.push(message)
          const whole = type === 'synced' ? held.splice(0) : []
          for (const each of whole) value(each)
          value(message)
          if (whole.length > 0) after()
        }
        return Reflect.set(target, name, name === 'onmessage' ? hear : value)
      },
    })
}

test('a room that comes at once is taken in by pieces, with turns of the event loop in between', async () => {
  const relay = await startLoopbackRelay()
  onTestFinished(() => relay.close())
  const open = async (id: string, openSocket: unknown) => {
    const memory = await openMemory({
      agent: { id },
      storage: memoryStorage(),
      relay: { url: 'ws://loopback', openSocket: openSocket as never },
    })
    onTestFinished(() => memory.close())
    const held = () => (memory as unknown as { core: Core }).core.pool.get('team')?.index.size ?? 0
    return { memory, held }
  }
  const { memory: ada } = await open('ada', relay.openSocket)
  const records = 40
  for (let at = 0; at < records; at++) await ada.add(`${at} ${'.'.repeat(30_000)}`)
  await ada.sync.flush('relay')

  let atOnce = records
  const { memory: bob, held } = await open(
    'bob',
    handOverAtOnce(relay.openSocket, () => {
      atOnce = held()
    }),
  )
  await expect.poll(() => bob.sync.status.value.synced).toBe(true)
  expect(held()).toBe(records)
  expect(atOnce).toBeLessThan(records / 2)
})
