import type { FrameCodec } from '../frame-codec'
import { FrameError } from '../frame-error'
import { type RefusalParts, readRefusal, writeRefusal } from './refusal'

/** Answers a `purge`: nothing of what was deleted when it came is on the relay's disk any more, or why it may still be. */
export interface Purged {
  readonly type: 'purged'
  readonly channel: number
  readonly request: number
  readonly refusal: RefusalParts | null
}

export const purged: FrameCodec<Purged> = {
  type: 'purged',
  byte: 0x54,
  write(writer, { channel, request, refusal }) {
    writer.uint(channel)
    writer.uint(request)
    writer.byte(refusal ? 1 : 0)
    if (refusal) writeRefusal(writer, refusal)
  },
  read(reader) {
    const [channel, request, isRefused] = [reader.uint(), reader.uint(), reader.byte()]
    if (isRefused > 1) throw new FrameError('invalid', `a flag of ${isRefused}`)
    return { type: 'purged', channel, request, refusal: isRefused === 1 ? readRefusal(reader) : null }
  },
}
