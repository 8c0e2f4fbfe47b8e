import type { FrameCodec } from '../frame-codec'
import type { RoomName } from '../room'
import type { StateVector } from '../update/state-vector'
import { readIds, writeIds } from './ids'
import { readVector, writeVector } from './vector'

/** Asks for a room: what the relay holds beyond the sender's base, and the right to write with `ids`. */
export interface Join {
  readonly type: 'join'
  /** the sender's number of this request, answered by `joined` or `join-refused` */
  readonly request: number
  readonly room: RoomName
  /** the epoch the base comes from; '' when there is no base yet */
  readonly epoch: string
  readonly ids: readonly number[]
  /** of the base: what the relay gave or acknowledged, without the outbox */
  readonly vector: StateVector
  /** `digestDeletes` of the base */
  readonly deletesDigest: number
}

export const join: FrameCodec<Join> = {
  type: 'join',
  byte: 0x02,
  write(writer, { request, room, epoch, ids, vector, deletesDigest }) {
    writer.uint(request)
    writer.text(room.tenant)
    writer.text(room.space)
    writer.uint(room.segment)
    writer.text(epoch)
    writeIds(writer, ids)
    writeVector(writer, vector)
    writer.uint(deletesDigest)
  },
  read: reader => ({
    type: 'join',
    request: reader.uint(),
    room: { tenant: reader.name('tenant'), space: reader.name('space'), segment: reader.uint() },
    epoch: reader.optionalName('epoch'),
    ids: readIds(reader),
    vector: readVector(reader),
    deletesDigest: reader.uint(),
  }),
}
