import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'

/** The relay's word that a client id is somebody's: it means nothing to anybody but the relay that gave it. */
export interface Receipt {
  readonly client: number
  /** a view of the frame when it was decoded */
  readonly mac: Uint8Array
}

export function writeReceipts(writer: FrameWriter, receipts: readonly Receipt[]): void {
  writer.uint(receipts.length)
  for (const { client, mac } of receipts) {
    writer.uint(client)
    writer.bytes(mac)
  }
}

export function readReceipts(reader: FrameReader): Receipt[] {
  const receipts: Receipt[] = []
  for (let left = reader.count(reader.limits.idsPerJoin + 1, 'receipts'); left > 0; left--)
    receipts.push({ client: reader.uint(), mac: reader.bytes(reader.limits.tokenBytes, 'receipt') })
  return receipts
}
