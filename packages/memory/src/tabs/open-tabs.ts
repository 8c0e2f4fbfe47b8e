import { relayPart } from '../relay'
import type { SocketLike, Timers } from '../sync'
import type { HoldName, OpenChannel } from './channel'
import { TabExchange } from './exchange'
import type { TabsMessage } from './message'
import type { SharedSocket } from './shared-socket'

export interface TabsOptions {
  /** of agent, user and relay: who opens the same has the same tabs */
  readonly name: string
  readonly openChannel: OpenChannel
  readonly holdName: HoldName | undefined
  readonly randomName: () => string
  readonly timers: Timers
  readonly onError: (error: unknown) => void
  /** of the relay; undefined: there is none, or it is not reached by sockets of the platform's own */
  readonly url: string | undefined
  readonly openSocket: (url: string, protocols: string[]) => SocketLike
}

/** What a memory has of the others of its agent, user and relay in this browser. */
export interface Tabs {
  readonly exchange: TabExchange
  readonly socket: SharedSocket | undefined
}

export async function openTabs(options: TabsOptions): Promise<Tabs> {
  const { name, openChannel, holdName, randomName, timers, onError, url, openSocket } = options
  const exchange = new TabExchange({ openChannel: () => openChannel<TabsMessage>(name), id: randomName(), onError })
  const socket =
    url !== undefined && holdName
      ? await relayPart(
          ({ SharedSocket }) => new SharedSocket({ name, url, openSocket, openChannel, holdName, timers, randomName }),
        )
      : undefined
  return { exchange, socket }
}
