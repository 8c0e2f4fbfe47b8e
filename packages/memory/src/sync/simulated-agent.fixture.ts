import type { SeededRandom } from '@commonplace/protocol/testing'
import type { MemoryDisk } from '@commonplace/storage/memory'
import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import * as Y from 'yjs'
import { type Connection, createConnection } from './connection'
import { Replica } from './replica'
import type { SimulatedNetwork, SimulatedSocket } from './simulated-network.fixture'
import type { Write } from './write'

const simulatedRoom = { tenant: 'sim', space: 'team', segment: 0 }

/** Lets everything happen that waits for nothing but promises. */
export function settle(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** One process of an agent: its disk, its replica, and its connection to the relay. */
export class SimulatedAgent {
  readonly name: string
  readonly #random: SeededRandom
  readonly #network: SimulatedNetwork
  storage!: MemoryStorage
  replica!: Replica
  connection!: Connection
  socket: SimulatedSocket | null = null
  /** ids that entries lost; more than none only where stores are copied */
  moved = 0
  /** writes of this process, by what they say */
  readonly writes = new Map<string, Write>()

  constructor(name: string, random: SeededRandom, network: SimulatedNetwork) {
    this.name = name
    this.#random = random
    this.#network = network
  }

  async start(disk?: MemoryDisk): Promise<void> {
    this.writes.clear()
    this.storage = memoryStorage({ hold: true, ...(disk && { from: disk }) })
    const opening = Replica.open({
      room: simulatedRoom,
      storage: this.storage,
      prefix: 'team',
      createDoc: () => new Y.Doc({ guid: 'team' }),
      randomClientId: this.#random.clientId,
      agent: { agent: this.name, user: 'u' },
      now: () => this.#network.now,
    })
    let isOpen = false
    opening.then(() => {
      isOpen = true
    })
    while (!isOpen) {
      await settle()
      this.storage.flush()
    }
    this.replica = await opening
    this.replica.onMoved(moved => {
      this.moved += moved.size
    })
    this.connection = createConnection({
      url: 'ws://sim',
      tenant: 'sim',
      agent: this.name,
      user: 'u',
      timers: this.#network.timers,
      random: this.#random.next,
      openSocket: () => {
        this.socket = this.#network.openSocket()
        return this.socket
      },
    })
    this.connection.attach(this.replica)
    await settle()
  }

  /** The process dies: some of what it asked the disk for is there, the rest is not. */
  crash(): MemoryDisk {
    this.storage.flush(this.#random.below(this.storage.pending + 1))
    this.#cut()
    return this.storage.crash()
  }

  /** The process ends as it should. */
  async close(): Promise<MemoryDisk> {
    this.connection.close()
    const closing = this.replica.close()
    let isClosed = false
    closing.then(() => {
      isClosed = true
    })
    while (!isClosed) {
      await settle()
      this.storage.flush()
    }
    await this.storage.close()
    return this.storage.disk
  }

  /** The line breaks. */
  breakLine(): void {
    if (this.socket && !this.socket.isZombie && this.connection.status.value.state !== 'idle') this.socket.break()
  }

  #cut(): void {
    if (!this.socket) return
    this.socket.onclose = null
    this.socket.onmessage = null
    this.socket.onopen = null
    this.socket.close()
    // A dead process sets no timers off: what they would do ends at its dead socket.
    this.connection.close()
  }
}
