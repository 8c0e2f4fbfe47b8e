import type { RefusalCode } from '../codes'
import type { FrameCodec } from '../frame-codec'
import { readRefusalCode, writeRefusalCode } from './refusal'

/** The relay ended this channel; the socket and its other channels live on. */
export interface Closed {
  readonly type: 'closed'
  readonly channel: number
  readonly code: RefusalCode
  readonly message: string
}

export const closed: FrameCodec<Closed> = {
  type: 'closed',
  byte: 0x49,
  write(writer, { channel, code, message }) {
    writer.uint(channel)
    writeRefusalCode(writer, code)
    writer.message(message)
  },
  read: reader => ({
    type: 'closed',
    channel: reader.uint(),
    code: readRefusalCode(reader),
    message: reader.message(),
  }),
}
