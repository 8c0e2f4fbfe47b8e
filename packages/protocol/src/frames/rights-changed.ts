import type { FrameCodec } from '../frame-codec'
import type { Right } from '../rights'
import { readRights, writeRights } from './rights'

/** What the receiver may do in a room that it has joined is another from now on. */
export interface RightsChanged {
  readonly type: 'rights-changed'
  readonly channel: number
  readonly rights: readonly Right[]
}

export const rightsChanged: FrameCodec<RightsChanged> = {
  type: 'rights-changed',
  byte: 0x55,
  write(writer, { channel, rights }) {
    writer.uint(channel)
    writeRights(writer, rights)
  },
  read: reader => ({ type: 'rights-changed', channel: reader.uint(), rights: readRights(reader) }),
}
