import type { FrameReader } from '../frame-reader'
import type { FrameWriter } from '../frame-writer'

/**
 * When a relay received what a client id wrote: from this clock on, until the next reception of the id begins, it came no later
 * than the end of the window.
 */
export interface Reception {
  readonly client: number
  readonly clock: number
  /** number of the window since 1970, which ends at so many times `receptionWindowMs` */
  readonly window: number
}

export function writeReceptions(writer: FrameWriter, receptions: readonly Reception[]): void {
  writer.uint(receptions.length)
  for (const { client, clock, window } of receptions) {
    writer.uint(client)
    writer.uint(clock)
    writer.uint(window)
  }
}

export function readReceptions(reader: FrameReader): Reception[] {
  const receptions: Reception[] = []
  for (let left = reader.count(reader.limits.bindingsPerFrame, 'receptions'); left > 0; left--)
    receptions.push({ client: reader.uint(), clock: reader.uint(), window: reader.uint() })
  return receptions
}
