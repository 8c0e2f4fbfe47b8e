import type { Pause } from '../model'

export interface PaceOptions {
  /** A clock that never goes back, ms. */
  readonly now: () => number
  readonly yieldToLoop: () => Promise<void>
  /** How long work may hold the loop, ms. */
  readonly sliceMs?: number
}

/** A fifth of a frame: the step that ends it, a collection of garbage and what else the turn has to do fit into the rest. */
const usualSliceMs = 3

/**
 * The pauses of everything long that one memory does. Whoever works at the same time gets a turn of its own, so that a turn
 * is never longer than one slice and the step it ends with.
 */
export function createPace({ now, yieldToLoop, sliceMs: usual = usualSliceMs }: PaceOptions): Pause {
  let began = now()
  let last: Promise<void> = Promise.resolve()
  return (sliceMs = usual) => {
    if (now() - began < sliceMs) return undefined
    last = last.then(yieldToLoop).then(() => {
      began = now()
    })
    return last
  }
}
