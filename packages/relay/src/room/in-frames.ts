// Well below the limits of a frame; one whole update always fits.
const frameBytes = 512 * 1024
const frameUpdates = 1024

/** Cuts a list of updates into runs that fit into one frame each. */
export function inFrames<T>(list: readonly T[], bytesOf: (each: T) => number): readonly (readonly T[])[] {
  if (list.length === 1) return [list]
  const frames: T[][] = []
  let frame: T[] = []
  let bytes = 0
  for (const each of list) {
    if (frame.length === frameUpdates || (frame.length > 0 && bytes + bytesOf(each) > frameBytes)) {
      frames.push(frame)
      frame = []
      bytes = 0
    }
    frame.push(each)
    bytes += bytesOf(each)
  }
  if (frame.length > 0) frames.push(frame)
  return frames
}
