import { setImmediate } from 'node:timers/promises'

const sliceMs = 10

/** Cuts long work into slices: awaited between two steps, it lets the loop turn when a slice has been used up. */
export function createBreather(): () => Promise<void> {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < sliceMs) return
    await setImmediate()
    began = performance.now()
  }
}
