import { decodeLaneMessage } from '@commonplace/protocol'
import { SeededRandom } from '@commonplace/protocol/testing'
import { expect, test } from 'vitest'
import { browser, watched } from './shared-socket.fixture'

/** What is on its way, of which any way's first may arrive next. */
function anyOrder(random: SeededRandom) {
  const ways = new Map<string, (() => void)[]>()
  const order = (way: string, arrive: () => void) => {
    ways.set(way, [...(ways.get(way) ?? []), arrive])
  }
  const step = (): boolean => {
    const [way, [arrive, ...rest]] = random.pick([...ways, ['', []] as [string, (() => void)[]]])
    if (ways.size === 0) return false
    if (rest.length > 0) ways.set(way, rest)
    else ways.delete(way)
    arrive?.()
    return true
  }
  return { order, step }
}

/** Opened lanes tell so in a microtask. */
const microtasks = () => new Promise<void>(resolve => queueMicrotask(resolve))

async function play(seed: number): Promise<void> {
  const random = new SeededRandom(seed)
  const { order, step } = anyOrder(random)
  const { tab, crash, dialled, timers } = browser({ order })
  const arriveAll = async () => {
    while (step()) await microtasks()
  }
  const relays = new Map<object, number>()
  const listen = () => {
    for (const socket of dialled) {
      if (relays.has(socket)) continue
      relays.set(socket, 0)
      const { send } = socket
      socket.send = data => {
        const { lane } = decodeLaneMessage(data)
        const last = relays.get(socket)!
        // As a relay: a number below one that it has heard, and that it does not know, is nobody's.
        if (lane < last && !known.get(socket)?.has(lane)) return
        relays.set(socket, Math.max(lane, last))
        known.set(socket, (known.get(socket) ?? new Set()).add(lane))
        send(data)
      }
    }
  }
  const known = new Map<object, Set<number>>()
  let names = 0
  const start = () => ({ ...tab(`tab ${++names}`), socket: null as ReturnType<typeof watched> | null, isAsleep: false })
  const tabs = [start(), start(), start()]
  const isOpen = ({ socket }: (typeof tabs)[number]) => socket !== null && !socket.events.at(-1)?.startsWith('closed')
  for (let act = 0; act < 40; act++) {
    const at = random.below(tabs.length)
    const own = tabs[at]!
    const dice = random.next()
    if (dice < 0.35 && !own.isAsleep && !isOpen(own)) own.socket = watched(own.shared.open())
    else if (dice < 0.6 && isOpen(own) && own.socket!.events.includes('open')) own.socket!.send(Uint8Array.of(at + 1))
    else if (dice < 0.7 && isOpen(own)) {
      own.socket!.close()
      own.socket = null
    } else if (dice < 0.8) {
      if (own.isAsleep) own.shared.resume()
      else own.shared.suspend()
      own.isAsleep = !own.isAsleep
    } else if (dice < 0.85) {
      crash(own.name)
      tabs[at] = start()
    } else if (dice < 0.9) timers.pass(3_000)
    else if (dice < 0.95) dialled.at(-1)?.lost()
    for (let left = random.below(12); left > 0 && step(); left--) await microtasks()
    listen()
    for (const { socket } of tabs) {
      const heard = new Set(socket?.events.filter(event => event.startsWith('got')))
      expect(heard.size, `seed ${seed}: a socket heard another's`).toBeLessThanOrEqual(1)
    }
  }
  for (const each of tabs) if (each.isAsleep) each.shared.resume()
  await arriveAll()
  for (const end of ['as it came', 'without the tab that had the socket']) {
    for (let round = 0; round < 3; round++) {
      for (const each of tabs) if (!isOpen(each)) each.socket = watched(each.shared.open())
      await arriveAll()
      listen()
      timers.pass(3_000)
      await arriveAll()
      listen()
    }
    const hint = `seed ${seed} ${end}`
    const places = tabs.map(({ shared }) => shared.place)
    expect(places.toSorted(), hint).toEqual(['elsewhere', 'elsewhere', 'here'])
    const before = tabs.map(({ socket }) => socket!.events.length)
    for (const [at, { socket }] of tabs.entries()) socket!.send(Uint8Array.of(at + 1))
    await arriveAll()
    const after = tabs.map(({ socket }, at) => socket!.events.slice(before[at]))
    expect(after, hint).toEqual([['got 1'], ['got 2'], ['got 3']])
    const holder = places.indexOf('here')
    crash(tabs[holder]!.name)
    tabs[holder] = start()
    await arriveAll()
  }
}

test('LN2 in whatever order messages, locks and sockets arrive, every tab is heard in the end, and over one socket', async () => {
  for (let seed = 1; seed <= 150; seed++) await play(seed)
})
