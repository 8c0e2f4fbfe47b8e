import {
  defaultLimits,
  describeUpdate,
  type Joined,
  type Limits,
  type RefusalCode,
  type Update,
} from '@commonplace/protocol'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import * as Y from 'yjs'
import { Replica } from './replica'
import type { ReplicaOptions } from './replica-core'
import type { RoomPort } from './room-port'
import { sessionEngine } from './session-engine'
import { settle } from './simulated-agent.fixture'

/** A room that answers what the test says, and notes what it is asked. */
export class ScriptedRoom implements RoomPort {
  readonly joins: Parameters<RoomPort['join']>[0][] = []
  readonly updates: Update[] = []
  readonly waits: { readonly attempt: number; readonly atLeastMs: number }[] = []
  readonly failures: string[] = []
  readonly replica: Replica

  constructor(replica: Replica, limits: Partial<Limits> = {}) {
    this.replica = replica
    replica.connect(this, sessionEngine, { ...defaultLimits, ...limits })
  }

  join(join: Parameters<RoomPort['join']>[0]): void {
    this.joins.push(join)
  }

  send(frame: Parameters<RoomPort['send']>[0]): void {
    if (frame.type === 'update') this.updates.push(frame)
  }

  wait(attempt: number, atLeastMs: number): void {
    this.waits.push({ attempt, atLeastMs })
  }

  fail(message: string): void {
    this.failures.push(message)
  }

  /** Lets the replica join, with these pieces. */
  async welcome(answer: Partial<Joined> = {}, pieces: readonly Uint8Array[] = []): Promise<void> {
    const channel = 1
    const bytes = 0
    const vector = new Map<number, number>()
    for (const piece of pieces) for (const [client, to] of describeUpdate(piece).to) vector.set(client, to)
    this.replica.receive({
      type: 'joined',
      request: this.joins.length,
      channel,
      epoch: 'one',
      rights: ['read', 'append'],
      taken: [],
      vector,
      pieces: pieces.length,
      bytes,
      bindings: [],
      ...answer,
    })
    for (const [index, update] of pieces.entries()) {
      this.replica.receive({ type: 'piece', channel, index, codec: 0, update })
    }
    this.replica.receive({ type: 'synced', channel })
    await settle()
  }

  async ack(upTo = this.updates.at(-1)!.seq): Promise<void> {
    this.replica.receive({ type: 'ack', channel: 1, upTo })
    await settle()
  }

  async refuse(code: RefusalCode, seq = this.updates.at(-1)!.seq, value = 0): Promise<void> {
    this.replica.receive({ type: 'refused', channel: 1, seq, code, message: 'no', value })
    await settle()
  }
}

export const entry = (payload: string, key = 'k') => ({ key, parents: [], payload })

let lastClient = 100

/** A replica over a storage in memory; every commit is on disk at once unless the storage holds. */
export async function openReplica(
  options: Partial<ReplicaOptions> & { readonly storage?: MemoryStorage } = {},
): Promise<{ replica: Replica; storage: MemoryStorage }> {
  const storage = options.storage ?? memoryStorage()
  const opening = Replica.open({
    room: { tenant: 't', space: 's', segment: 0 },
    prefix: 's',
    createDoc: () => new Y.Doc({ guid: 's' }),
    randomClientId: () => ++lastClient,
    agent: { agent: 'ada', user: 'u' },
    now: () => 5000,
    ...options,
    storage,
  })
  for (let turn = 0; turn < 3; turn++) {
    await settle()
    storage.flush()
  }
  return { replica: await opening, storage }
}

/** A replica that has joined an empty room. */
export async function liveReplica(options: Parameters<typeof openReplica>[0] = {}, limits: Partial<Limits> = {}) {
  const { replica, storage } = await openReplica(options)
  const room = new ScriptedRoom(replica, limits)
  await room.welcome()
  return { replica, storage, room }
}

/** An update of another writer. */
export function updateOf(client: number, entries: readonly { key: string; payload: string }[]): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.getArray(`w/${client.toString(36)}/0`).push(entries.map(({ key, payload }) => [key, [], payload]))
  return Y.encodeStateAsUpdate(doc)
}
