import type { SeededRandom } from '@commonplace/protocol/testing'
import type { Step } from './recording'

/** What the disk kept of writes that were not synced: none, all, or any sectors of them. */
export type Survival = 'none' | 'all' | 'torn'

const sectorBytes = 512

/**
 * A file as the disk may hold it when the power goes after a step. What a sync that ended covers is there: everything
 * written before it began.
 *
 * @param steps all steps up to the cut
 */
export function imageOf(steps: readonly Step[], file: string, survival: Survival, random: SeededRandom): Buffer {
  const synced = syncedUntil(steps, file)
  let image = Buffer.alloc(0)
  const put = (offset: number, data: Uint8Array): void => {
    if (image.length < offset + data.length) image = resized(image, offset + data.length)
    image.set(data, offset)
  }
  for (const [index, step] of steps.entries()) {
    if (step.file !== file) continue
    if (step.kind === 'T') image = resized(image, step.offset)
    if (step.kind !== 'W' && step.kind !== 'D') continue
    const { offset, data } = step
    if (step.kind === 'D' || index < synced || survival === 'all') put(offset, data)
    else if (survival === 'torn') {
      for (let at = 0; at < data.length; at += sectorBytes) {
        if (random.chance(0.5)) put(offset + at, data.subarray(at, at + sectorBytes))
      }
    }
  }
  return image
}

/** The step at which the last sync that ended began. */
function syncedUntil(steps: readonly Step[], file: string): number {
  let began = 0
  let synced = 0
  for (const [index, step] of steps.entries()) {
    if (step.file !== file) continue
    if (step.kind === 'B') began = index
    if (step.kind === 'S') synced = began
  }
  return synced
}

function resized(image: Buffer, length: number): Buffer<ArrayBuffer> {
  const next = Buffer.alloc(length)
  image.copy(next)
  return next
}
