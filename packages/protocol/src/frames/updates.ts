import type { FrameCodec } from '../frame-codec'

/** Durable updates of others, in log order: the fan-out of one turn of the relay's loop. */
export interface Updates {
  readonly type: 'updates'
  readonly channel: number
  /** the log number of the last one */
  readonly number: number
  /** views of the frame */
  readonly updates: readonly Uint8Array[]
}

export const updates: FrameCodec<Updates> = {
  type: 'updates',
  byte: 0x45,
  write(writer, { channel, number, updates }) {
    writer.uint(channel)
    writer.uint(number)
    writer.uint(updates.length)
    for (const update of updates) writer.bytes(update)
  },
  read(reader) {
    const channel = reader.uint()
    const number = reader.uint()
    const updates: Uint8Array[] = []
    for (let left = reader.count(reader.limits.updatesPerFrame, 'updates'); left > 0; left--)
      updates.push(reader.bytes(reader.limits.frameBytes, 'update'))
    return { type: 'updates', channel, number, updates }
  },
}
