import { type MemoryStorage, memoryStorage } from '@commonplace/storage/memory'
import { scanEntries } from '../guard/scan-entries'
import { committed } from '../room/commit'
import { enqueue } from '../room/enqueue'
import { rewriteItems } from '../room/rewrite'
import { createRoom, type Room } from '../room/room'
import { Writer } from '../server/raw-client.fixture'
import { type Committer, createCommitter } from './committer'
import { Journal } from './journal'
import { PieceCache } from './piece-cache'
import { RoomLog } from './room-log'

export const roomy = { records: 1000, bytes: 1e6, scattered: 1000, settledAtOnce: 1000 }
export const fail = (error: unknown) => {
  throw error
}

/** A room that writes to a store as a relay does. */
export class LoggedRoom {
  readonly name: string
  readonly log: RoomLog
  readonly room: Room
  readonly #committer: Committer
  readonly #writer = new Writer(101)
  readonly #updates: Uint8Array[] = []
  #written = 0

  constructor(name: string, committer: Committer) {
    this.name = name
    this.room = createRoom({ channel: 1, epoch: 'e', mode: 'entries' })
    this.log = new RoomLog(name, this.room, { journal: committer.journal, pieces: new PieceCache({}) }, false)
    this.#committer = committer
  }

  write(payload = `${this.name}${this.#written + 1}`): void {
    const bytes = this.#writer.push(payload)
    this.#updates.push(bytes)
    const next = new Map([[101, ++this.#written]])
    enqueue(
      this.room,
      { id: 1, agent: 'a', user: 'u' },
      { next, deletes: new Map(), blocks: scanEntries(bytes)!.blocks },
      bytes,
    )
    this.commit()
  }

  commit(): void {
    this.#committer.add(this)
  }

  /** As a compaction does, which cuts pieces where it will: here one for each update. */
  compact(): void {
    const { items } = this.room
    const rewritten = rewriteItems(items, this.#updates)
    if (typeof rewritten === 'string') throw new Error(rewritten)
    this.log.replace([...items], rewritten)
    this.commit()
  }

  onCommitted = () => {}
  operations = () => this.log.begin()
  onDurable = () => {
    this.log.committed()
    committed(this.room)
    this.onCommitted()
  }
}

export function setup(bounds = roomy) {
  const storage = memoryStorage()
  const committer = createCommitter(storage, queueMicrotask, fail, new Journal(bounds))
  const rooms = ['a', 'b'].map(name => new LoggedRoom(name, committer))
  return { storage, committer, a: rooms[0]!, b: rooms[1]! }
}

/** What is on the disk when the process is gone. */
export const killed = (storage: MemoryStorage) => memoryStorage({ from: storage.disk.copy() })
