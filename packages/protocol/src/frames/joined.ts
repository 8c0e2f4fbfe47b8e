import type { FrameCodec } from '../frame-codec'
import type { Right } from '../rights'
import type { StateVector } from '../update/state-vector'
import { type Binding, readBindings, writeBindings } from './binding'
import { readIds, writeIds } from './ids'
import { readRights, writeRights } from './rights'
import { readVector, writeVector } from './vector'

/** Answers `join` from durable state; `pieces` piece frames and one `synced` follow. */
export interface Joined {
  readonly type: 'joined'
  readonly request: number
  /** the relay's number of this room in all later frames of the socket */
  readonly channel: number
  readonly epoch: string
  /** what the sender may do here, in the order of `allRights` */
  readonly rights: readonly Right[]
  /** those of the ids asked for that this channel may not write with */
  readonly taken: readonly number[]
  /** of the room's durable state */
  readonly vector: StateVector
  /** how many piece frames follow, and their updates' bytes together */
  readonly pieces: number
  readonly bytes: number
  readonly bindings: readonly Binding[]
}

export const joined: FrameCodec<Joined> = {
  type: 'joined',
  byte: 0x42,
  write(writer, { request, channel, epoch, rights, taken, vector, pieces, bytes, bindings }) {
    writer.uint(request)
    writer.uint(channel)
    writer.text(epoch)
    writeRights(writer, rights)
    writeIds(writer, taken)
    writeVector(writer, vector)
    writer.uint(pieces)
    writer.uint(bytes)
    writeBindings(writer, bindings)
  },
  read(reader) {
    const request = reader.uint()
    const channel = reader.uint()
    const epoch = reader.name('epoch')
    const rights = readRights(reader)
    const taken = readIds(reader)
    const vector = readVector(reader)
    const pieces = reader.uint()
    const bytes = reader.uint()
    const bindings = readBindings(reader)
    return { type: 'joined', request, channel, epoch, rights, taken, vector, pieces, bytes, bindings }
  },
}
