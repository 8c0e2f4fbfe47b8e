import { startRelay } from '@commonplace/relay'
import { memoryStorage } from '@commonplace/storage/memory'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { type Connection, type ConnectionOptions, createConnection, type SocketLike } from './connection'
import { entriesOf } from './document-entries.fixture'
import type { Observable } from './observable'
import { Replica } from './replica'
import type { ReplicaOptions } from './replica-core'

export const room = { tenant: 'test', space: 'team', segment: 0 }

/** A relay on a free port, closed with the test. */
export async function relayForTest(
  data = memoryStorage(),
  port = 0,
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const relay = await startRelay({ data, port, insecure: true })
  onTestFinished(() => relay.close())
  return relay
}

let lastClient = 1000

/** A replica in memory, closed with the test. */
export async function replicaForTest(agent: string, options: Partial<ReplicaOptions> = {}): Promise<Replica> {
  const replica = await Replica.open({
    room,
    storage: memoryStorage(),
    prefix: 'team',
    createDoc: () => new Y.Doc({ guid: 'team' }),
    randomClientId: () => ++lastClient,
    agent: { agent, user: 'ada' },
    now: () => 0,
    ...options,
  })
  onTestFinished(() => replica.close())
  return replica
}

/** A real socket to a relay, closed with the test. */
export function connectionForTest(url: string, agent: string, options: Partial<ConnectionOptions> = {}): Connection {
  const connection = createConnection({
    url,
    tenant: 'test',
    agent,
    user: 'ada',
    openSocket: (address, protocols) => new WebSocket(address, protocols) as unknown as SocketLike,
    timers: {
      set: (ms, callback) => setTimeout(callback, ms),
      clear: handle => clearTimeout(handle as NodeJS.Timeout),
    },
    random: () => 0,
    ...options,
  })
  onTestFinished(() => connection.close())
  return connection
}

export function payloadsOf(replica: Replica): string[] {
  return entriesOf(replica.doc)
    .map(({ payload }) => payload)
    .sort()
}

/** Waits until an observable's value is as wanted. */
export function until<T>(observable: Observable<T>, isWanted: (value: T) => boolean): Promise<T> {
  return new Promise(resolve => {
    let stop = () => {}
    stop = observable.subscribe(value => {
      if (!isWanted(value)) return
      queueMicrotask(() => stop())
      resolve(value)
    })
  })
}

/** Waits until the document is as wanted, looking whenever it changes. */
export function untilDoc(replica: Replica, isWanted: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => isWanted() && resolve()
    const follow = (doc: Y.Doc) => {
      doc.on('afterTransaction', look)
      look()
    }
    replica.onDocument(follow)
    follow(replica.doc)
  })
}
