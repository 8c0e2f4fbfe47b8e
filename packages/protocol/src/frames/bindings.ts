import type { FrameCodec } from '../frame-codec'
import { type Binding, readBindings, writeBindings } from './binding'

/** Client ids newly bound in the room, sent before any update that uses them. */
export interface Bindings {
  readonly type: 'bindings'
  readonly channel: number
  readonly bindings: readonly Binding[]
}

export const bindings: FrameCodec<Bindings> = {
  type: 'bindings',
  byte: 0x4a,
  write(writer, { channel, bindings }) {
    writer.uint(channel)
    writeBindings(writer, bindings)
  },
  read: reader => ({ type: 'bindings', channel: reader.uint(), bindings: readBindings(reader) }),
}
