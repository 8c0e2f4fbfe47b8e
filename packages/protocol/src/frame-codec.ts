import type { FrameReader } from './frame-reader'
import type { FrameWriter } from './frame-writer'

/** How one kind of frame is written and read; the type byte stands in front of what `write` writes. */
export interface FrameCodec<F extends { readonly type: string }> {
  readonly type: F['type']
  /** below 0x40: from client to relay; from 0x40: from relay to client */
  readonly byte: number
  write(writer: FrameWriter, frame: F): void
  read(reader: FrameReader): F
}
