import type { FrameCodec } from '../frame-codec'
import { type Receipt, readReceipts, writeReceipts } from './receipt'

/** Receipts for client ids that are the receiver's, to be kept for ever; an id that it did not name is a spare one, drawn for it. */
export interface Receipts {
  readonly type: 'receipts'
  readonly channel: number
  readonly receipts: readonly Receipt[]
}

export const receipts: FrameCodec<Receipts> = {
  type: 'receipts',
  byte: 0x53,
  write(writer, { channel, receipts }) {
    writer.uint(channel)
    writeReceipts(writer, receipts)
  },
  read: reader => ({ type: 'receipts', channel: reader.uint(), receipts: readReceipts(reader) }),
}
