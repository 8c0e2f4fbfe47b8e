import { defaultLimits, type Limits } from '@commonplace/protocol'
import type { Storage } from '@commonplace/storage'
import { memoryStorage } from '@commonplace/storage/memory'
import { compactUpdates } from './compaction/compact-updates'
import { systemClock } from './identity/clock'
import { trustingIdentityUnder } from './identity/identity'
import type { Policy } from './identity/policy'
import { createCommitter } from './log/committer'
import { openLog } from './log/open-log'
import { ConnectionCount, defaultConnectionLimits } from './server/connection-count'
import { createFlushWindow } from './server/flush-window'
import { type ClientSocket, LoopbackSocket } from './server/loopback-socket'
import { NativeConnection } from './server/native-connection'
import { RoomHost } from './server/room-host'

export type { ClientSocket }

/** How to start a relay without a network. */
export interface LoopbackRelayOptions {
  /** where its log goes, closed with it; plain memory when left out */
  readonly storage?: Storage | undefined
  /** what those who connect may do; everything in their own tenant when left out. Who they are is believed */
  readonly policy?: Policy | undefined
  readonly limits?: Partial<Limits> | undefined
}

/** A relay in this process. */
export interface LoopbackRelay {
  /** In place of `new WebSocket(…)`: give it to `openMemory` as `relay: { url, openSocket }`. The address is not looked at. */
  openSocket(url: string, protocols: readonly string[]): ClientSocket
  /** Refuses new work, writes out what was taken, closes the sockets, then the store. */
  close(): Promise<void>
}

const silent = { info() {}, error() {} }

/**
 * Starts the relay's rooms, guard, leases and rights without a server, for agents of one process: a page without a server
 * behind it, a test. It runs in browsers too.
 *
 * @throws Error when the policy is not valid, or the store is damaged or was written by a newer relay
 * @example
 * const relay = await startLoopbackRelay()
 * const memory = await openMemory({ agent: { id: 'a' }, relay: { url: 'ws://loopback', openSocket: relay.openSocket } })
 */
export async function startLoopbackRelay(options: LoopbackRelayOptions = {}): Promise<LoopbackRelay> {
  const { storage = memoryStorage(), policy } = options
  const identity = trustingIdentityUnder(policy)
  const sockets = new Map<LoopbackSocket, NativeConnection>()
  const committer = createCommitter(storage, createFlushWindow(), () => {
    host.isDraining = true
    for (const socket of [...sockets.keys()]) socket.terminate()
  })
  const host = new RoomHost({
    storage,
    committer,
    compactor: { compact: async updates => compactUpdates(updates) },
    epoch: (await openLog(storage, () => crypto.randomUUID())).epoch,
    log: silent,
    limits: { ...defaultLimits, ...options.limits },
  })
  const count = new ConnectionCount(defaultConnectionLimits)
  let lastId = 0
  return {
    openSocket() {
      const socket = new LoopbackSocket()
      const connection = new NativeConnection({
        id: ++lastId,
        socket,
        host,
        log: silent,
        helloWatch: { stop() {} },
        count,
        identity,
        feed: null,
        clock: systemClock,
      })
      sockets.set(socket, connection)
      socket.serve({
        receive: bytes => connection.receive(bytes),
        close() {
          sockets.delete(socket)
          connection.close()
        },
      })
      return socket.client
    },
    async close() {
      host.isDraining = true
      await host
        .settleJournal()
        .then(committer.flush)
        .finally(async () => {
          for (const socket of [...sockets.keys()]) socket.terminate()
          await storage.close()
        })
    },
  }
}
