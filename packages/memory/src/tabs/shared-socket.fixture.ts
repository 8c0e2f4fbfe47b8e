import { lanesSubprotocol, subprotocol } from '@commonplace/protocol'
import type { SocketLike } from '../sync'
import { HandTimers } from '../sync/fake-relay-socket.fixture'
import type { HoldName, OpenChannel } from './channel'
import { SharedSocket } from './shared-socket'

interface Listener {
  readonly tab: string
  hear(message: unknown): void
}
interface Claim {
  readonly tab: string
  readonly onHeld: () => void
  readonly onLost?: () => void
}

export const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
}

/** When something that is on its way arrives. What goes the same way arrives in its order; between ways a browser promises none. */
export type Order = (way: string, arrive: () => void) => void

const inOrder: Order = (_way, arrive) => void setImmediate(arrive)

/** Tabs with the channels and locks of a browser, and a relay that says back in each lane what it heard there. */
export function browser({ hasLanes = true, order = inOrder }: { hasLanes?: boolean; order?: Order } = {}) {
  const channels = new Map<string, Set<Listener>>()
  const locks = new Map<string, Claim[]>()
  const timers = new HandTimers()
  const dialled: (SocketLike & { lost(): void; isDead: boolean; closedWith?: number })[] = []
  const frozen = new Set<string>()
  let names = 0

  const inTurn = (way: string, tab: string, act: () => void) => order(way, () => frozen.has(tab) || act())

  function openSocket(_url: string, protocols: string[]) {
    const way = `socket ${dialled.length}`
    let isOpen = false
    const protocol = hasLanes && protocols.includes(lanesSubprotocol) ? lanesSubprotocol : subprotocol
    const tell = (handler: 'onopen' | 'onmessage' | 'onclose', event: object) =>
      order(way, () => (socket[handler] as ((event: object) => void) | null)?.(event))
    const socket: (typeof dialled)[number] = {
      binaryType: '',
      protocol,
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      isDead: false,
      send: data => {
        if (!isOpen) throw new Error('InvalidStateError: still connecting')
        if (!socket.isDead) tell('onmessage', { data: data.slice().buffer })
      },
      close: code => {
        socket.closedWith = code
      },
      lost: () => {
        socket.isDead = true
        tell('onclose', { code: 1006, reason: '' })
      },
    }
    dialled.push(socket)
    order(way, () => {
      isOpen = true
      ;(socket.onopen as ((event: object) => void) | null)?.({})
    })
    return socket
  }

  function tab(name: string) {
    const openChannel: OpenChannel = <Message>(channel: string) => {
      const listeners = channels.get(channel) ?? new Set()
      channels.set(channel, listeners)
      let own: Listener | undefined
      return {
        post(message: Message) {
          const copy = structuredClone(message)
          for (const each of listeners) {
            if (each !== own)
              inTurn(`${name} ${channel} ${each.tab}`, each.tab, () => listeners.has(each) && each.hear(copy))
          }
        },
        onMessage(listener: (message: Message) => void) {
          own = { tab: name, hear: message => listener(message as Message) }
          listeners.add(own)
        },
        close: () => void (own && listeners.delete(own)),
      }
    }
    const holdName: HoldName = (lock, { isTaken = false, onHeld, onLost }) => {
      const claims = locks.get(lock) ?? []
      locks.set(lock, claims)
      const claim: Claim = { tab: name, onHeld, onLost }
      const grant = () => {
        const [first] = claims
        if (first) inTurn(`${lock} ${first.tab}`, first.tab, () => claims[0] === first && first.onHeld())
      }
      const robbed = isTaken ? claims.shift() : undefined
      if (robbed) inTurn(`${lock} ${robbed.tab}`, robbed.tab, () => robbed.onLost?.())
      if (isTaken) claims.unshift(claim)
      else claims.push(claim)
      if (claims[0] === claim) grant()
      return () => {
        const at = claims.indexOf(claim)
        if (at !== -1) claims.splice(at, 1)
        if (at === 0) grant()
      }
    }
    const shared = new SharedSocket({
      name: 'ada',
      url: 'ws://relay',
      openSocket,
      openChannel,
      holdName,
      timers,
      randomName: () => `${++names}`,
    })
    return { shared, name }
  }

  /** As when the browser ends it: its names are free, and it hears and says nothing. */
  function crash(name: string) {
    frozen.add(name)
    for (const [lock, claims] of locks) {
      const wasFirst = claims[0]?.tab === name
      claims.splice(0, Infinity, ...claims.filter(claim => claim.tab !== name))
      const [first] = claims
      if (wasFirst && first) inTurn(`${lock} ${first.tab}`, first.tab, () => claims[0] === first && first.onHeld())
    }
  }
  return { tab, crash, dialled, timers, frozen }
}

/** What becomes of a socket. */
export function watched(socket: SocketLike) {
  const events: string[] = []
  const on = socket as unknown as Record<string, (event: { data: ArrayBuffer; code: number }) => void>
  on.onopen = () => events.push('open')
  on.onmessage = ({ data }) => events.push(`got ${new Uint8Array(data)}`)
  on.onclose = ({ code }) => events.push(`closed ${code}`)
  return Object.assign(socket, { events })
}
