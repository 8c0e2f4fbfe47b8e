import type { FrameCodec } from '../frame-codec'
import { type Receipt, readReceipts, writeReceipts } from './receipt'

/** Shows the receipts of client ids that the `join` of the same request, which comes next, will name. */
export interface Claim {
  readonly type: 'claim'
  readonly request: number
  readonly receipts: readonly Receipt[]
}

export const claim: FrameCodec<Claim> = {
  type: 'claim',
  byte: 0x0b,
  write(writer, { request, receipts }) {
    writer.uint(request)
    writeReceipts(writer, receipts)
  },
  read: reader => ({ type: 'claim', request: reader.uint(), receipts: readReceipts(reader) }),
}
