import { decodeClientFrame, decodeRelayFrame, defaultLimits, type Frame } from '@commonplace/protocol'
import { startLoopbackRelay } from '@commonplace/relay/loopback'
import { memoryStorage } from '@commonplace/storage/memory'
import { expect, onTestFinished, test } from 'vitest'
import { open } from '../open.fixture'
import type { SocketLike } from '../sync'

/** Ada, whose frames the test sees as they come and go, and bob. */
async function twoAgents() {
  const relay = await startLoopbackRelay({ storage: memoryStorage() })
  onTestFinished(() => relay.close())
  let onFrame = (_frame: Frame) => {}
  const openSocket = (url: string, protocols: readonly string[]): SocketLike => {
    const socket = relay.openSocket(url, protocols) as SocketLike
    const { send } = socket
    socket.send = data => {
      send(data)
      onFrame(decodeClientFrame(data as Uint8Array))
    }
    return new Proxy(socket, {
      set(target, name, value) {
        const hear = (event: { data: ArrayBuffer }) => {
          value(event)
          onFrame(decodeRelayFrame(new Uint8Array(event.data), defaultLimits))
        }
        return Reflect.set(target, name, name === 'onmessage' ? hear : value)
      },
    })
  }
  const ada = await open('ada', { relay: { url: 'ws://loopback', openSocket } })
  const bob = await open('bob', { relay: { url: 'ws://loopback', openSocket: relay.openSocket as never } })
  /** Ada's claim, called off so many microtasks after a frame. */
  const claimUntil = (type: Frame['type'], microtasks: number) => {
    const controller = new AbortController()
    onFrame = async frame => {
      if (frame.type !== type) return
      for (let left = microtasks; left > 0; left--) await undefined
      controller.abort(new Error('enough'))
    }
    return ada.work.claim('k', { signal: controller.signal })
  }
  return { bob, claimUntil }
}

const mostMicrotasks = 40

test.each(['acquire', 'held'] as const)(
  'whoever waits is let go as soon as it is called off, however soon after %s',
  async type => {
    const { bob, claimUntil } = await twoAgents()
    await bob.work.claim('k')
    for (let microtasks = 0; microtasks < mostMicrotasks; microtasks++) {
      await expect(claimUntil(type, microtasks), `${microtasks} microtasks`).rejects.toThrow('enough')
    }
  },
  20_000,
)

test.each(['acquire', 'granted'] as const)(
  'a lease that comes when nobody wants it any more is given back, however soon after %s',
  async type => {
    const { bob, claimUntil } = await twoAgents()
    for (let microtasks = 0; microtasks < mostMicrotasks; microtasks++) {
      const lease = await claimUntil(type, microtasks).catch(() => undefined)
      await lease?.release()
      await (await bob.work.claim('k')).release()
    }
  },
  20_000,
)
