import { platform } from '#platform'

const sliceMs = 5

/** Awaited between two steps of long work; resolves when the work may go on. */
export type Breather = () => Promise<void>

/** Cuts long work into slices: awaited between two steps, it lets the loop turn when a slice has been used up. */
export function createBreather(): Breather {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < sliceMs) return
    await new Promise<void>(resolve => platform.soon(resolve))
    began = performance.now()
  }
}
