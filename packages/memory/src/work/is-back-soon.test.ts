import { decodeClientFrame, decodeRelayFrame, defaultLimits, type Frame } from '@commonplace/protocol'
import { type LoopbackRelay, startLoopbackRelay } from '@commonplace/relay/loopback'
import { memoryStorage } from '@commonplace/storage/memory'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { Memory } from '../index'
import { open } from '../open.fixture'
import type { SocketLike } from '../sync'
// What is loaded when it is first asked for takes time that the virtual clock knows nothing of.
import './part'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => void vi.useRealTimers()
})

const turn = () => new Promise(resolve => setImmediate(resolve))

/** Lets the virtual clock run until something is so: what is said at once is heard before the next ms. */
async function until(isSo: () => boolean, limitMs = 60_000): Promise<void> {
  for (let ms = 0; !isSo(); ms++) {
    if (ms > limitMs) throw new Error(`not so within ${limitMs} ms: ${isSo}`)
    for (let turns = 0; turns < 5 && !isSo(); turns++) await turn()
    if (!isSo()) await vi.advanceTimersByTimeAsync(1)
  }
}

/** What a promise comes to while the virtual clock runs. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  let isOver = false
  const end = () => {
    isOver = true
  }
  promise.then(end, end)
  await until(() => isOver)
  return promise
}

/** A relay that goes and comes back on its store, and a line to it that tells what goes over it. */
async function relayThatRestarts() {
  const storage = { ...memoryStorage(), close: async () => {} }
  let relay: LoopbackRelay | undefined
  const frames: Frame[] = []
  let isCutBy = (_frame: Frame) => false
  const start = async () => {
    relay = await startLoopbackRelay({ storage })
  }
  const stop = async () => {
    const gone = relay
    relay = undefined
    await gone?.close()
  }
  const openSocket = (url: string, protocols: readonly string[]): SocketLike => {
    if (!relay) throw new Error('nobody listens')
    const socket = relay.openSocket(url, protocols) as SocketLike
    const { send } = socket
    socket.send = data => {
      const frame = decodeClientFrame(data as Uint8Array)
      frames.push(frame)
      if (isCutBy(frame)) socket.close()
      else send(data)
    }
    return new Proxy(socket, {
      set(target, name, value) {
        const hear = ({ data }: { data: ArrayBuffer }) => {
          frames.push(decodeRelayFrame(new Uint8Array(data), defaultLimits))
          value({ data })
        }
        return Reflect.set(target, name, name === 'onmessage' ? hear : value)
      },
    })
  }
  await start()
  onTestFinished(stop)
  const join = async (id: string): Promise<Memory> => {
    const memory = await open(id, { relay: { url: 'ws://loopback', openSocket } })
    await until(() => isFollowing(memory))
    return memory
  }
  const countOf = (type: Frame['type']) => frames.filter(frame => frame.type === type).length
  const cutBy = (isSo: typeof isCutBy) => {
    isCutBy = isSo
  }
  return { start, stop, join, openSocket, countOf, cutBy }
}

function isFollowing({ sync }: Memory): boolean {
  const { connection, synced } = sync.status.value
  return connection === 'online' && synced
}

/** Work that ends when it is told to. */
function work(value: string) {
  let finish = () => {}
  const gate = new Promise<string>(resolve => {
    finish = () => resolve(value)
  })
  const fn = vi.fn(() => gate)
  return { fn, finish, isRunning: () => fn.mock.calls.length > 0 }
}

/** Ada runs, and bob, who asked after her, was told so. */
async function oneRunsAndOneWaits() {
  const relay = await relayThatRestarts()
  const [ada, bob] = [await relay.join('ada'), await relay.join('bob')]
  const [hers, his] = [work('hers'), work('his')]
  const first = ada.work.once('k', hers.fn)
  first.catch(() => {})
  await until(hers.isRunning)
  const second = bob.work.once('k', his.fn)
  await until(() => relay.countOf('held') > 0)
  return { relay, ada, bob, hers, his, first, second }
}

test.each(['while it is away', 'when it is back'])(
  'who waits goes on waiting over a restart of the relay, and gets the one result: the run ends %s',
  async end => {
    const { relay, bob, hers, his, first, second } = await oneRunsAndOneWaits()
    await relay.stop()
    await vi.advanceTimersByTimeAsync(1000)
    if (end === 'while it is away') {
      hers.finish()
      await expect(first).resolves.toBe('hers')
    }
    await relay.start()
    await until(() => isFollowing(bob))
    hers.finish()
    expect(await settled(Promise.all([first, second]))).toEqual(['hers', 'hers'])
    expect(his.fn).not.toHaveBeenCalled()
    expect(await bob.work.result('k')).toMatchObject({ author: { agent: 'ada' }, leased: true, overlapped: false })
  },
)

test('a relay that restarts again is waited for again', async () => {
  const { relay, bob, hers, his, first, second } = await oneRunsAndOneWaits()
  for (const held of [2, 3]) {
    await relay.stop()
    await vi.advanceTimersByTimeAsync(1000)
    await relay.start()
    await until(() => isFollowing(bob) && relay.countOf('held') >= held)
  }
  hers.finish()
  expect(await settled(Promise.all([first, second]))).toEqual(['hers', 'hers'])
  expect(his.fn).not.toHaveBeenCalled()
})

test('a relay that took many attempts to come back, and goes again, is waited for again', async () => {
  const relay = await relayThatRestarts()
  const [ada, bob] = [await relay.join('ada'), await relay.join('bob')]
  await relay.stop()
  await until(() => !isFollowing(bob), 100)
  await vi.advanceTimersByTimeAsync(10_000)
  await relay.start()
  await until(() => isFollowing(ada) && isFollowing(bob))
  const [hers, his] = [work('hers'), work('his')]
  const first = ada.work.once('k', hers.fn)
  await until(hers.isRunning)
  const second = bob.work.once('k', his.fn)
  await until(() => relay.countOf('held') > 0)
  await relay.stop()
  await vi.advanceTimersByTimeAsync(1000)
  await relay.start()
  await until(() => isFollowing(bob))
  hers.finish()
  expect(await settled(Promise.all([first, second]))).toEqual(['hers', 'hers'])
  expect(his.fn).not.toHaveBeenCalled()
})

test('a relay that is not back in 5 s is waited for no longer', async () => {
  const { relay, his, second } = await oneRunsAndOneWaits()
  await relay.stop()
  await vi.advanceTimersByTimeAsync(4900)
  expect(his.fn).not.toHaveBeenCalled()
  await until(his.isRunning, 200)
  his.finish()
  expect(await second).toBe('his')
})

test('who asks while the relay restarts waits for it too', async () => {
  const relay = await relayThatRestarts()
  const [ada, bob] = [await relay.join('ada'), await relay.join('bob')]
  const [hers, his] = [work('hers'), work('his')]
  const first = ada.work.once('k', hers.fn)
  await until(hers.isRunning)
  await relay.stop()
  await until(() => !isFollowing(bob), 100)
  const second = bob.work.once('k', his.fn)
  await vi.advanceTimersByTimeAsync(1000)
  await relay.start()
  await until(() => isFollowing(bob))
  hers.finish()
  expect(await settled(Promise.all([first, second]))).toEqual(['hers', 'hers'])
  expect(his.fn).not.toHaveBeenCalled()
})

test('who goes offline on purpose, and who asks a relay that has been away for a while or was never there, waits for nothing', async () => {
  const { relay, bob, his, second } = await oneRunsAndOneWaits()
  bob.sync.pause()
  await until(his.isRunning, 10)
  his.finish()
  expect(await second).toBe('his')
  bob.sync.resume()
  await until(() => isFollowing(bob))
  await relay.stop()
  await until(() => !isFollowing(bob), 100)
  await vi.advanceTimersByTimeAsync(5000)
  const eve = await open('eve', { relay: { url: 'ws://loopback', openSocket: relay.openSocket } })
  await until(() => eve.sync.status.value.connection === 'waiting', 100)
  for (const agent of [bob, eve]) {
    const other = work('at once')
    const asked = agent.work.once('other', other.fn)
    await until(other.isRunning, 10)
    other.finish()
    expect(await asked).toBe('at once')
  }
})

test('a relay that goes whenever it is asked is waited for once', async () => {
  const relay = await relayThatRestarts()
  const ada = await relay.join('ada')
  relay.cutBy(frame => frame.type === 'acquire')
  const hers = work('hers')
  const asked = ada.work.once('k', hers.fn)
  await until(hers.isRunning, 6000)
  expect(relay.countOf('acquire')).toBeGreaterThan(1)
  relay.cutBy(() => false)
  hers.finish()
  expect(await settled(asked)).toBe('hers')
})
